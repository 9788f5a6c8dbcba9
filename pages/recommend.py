"""Recommend: what to show to whom, by a finished recommender. ?run=ID says which, ?tab=... to whom,
?rules=... what the shop wants of its lists."""

from core.actions import runs as running
from pages._ui import cached, forecast_choice, layout, recommend_view, result_recommend
from pages._ui.errors import guard
from pages._ui.session import desk, link, texts

t = texts()
layout.page_header(t("lists.title"), t("lists.question"))

with guard():
    done = running.finished(desk(), "recommend")
    if done:
        with layout.card("recommend"):
            run = forecast_choice.choose("lists", done, recommend_view.OWN, "recommend")
            with guard():
                result_recommend.verdict(run, cached.recommended(run))
            link("run", t("lists.run.open"), ":material/monitoring:", run=run.id)
        with guard():
            recommend_view.tell_strange(run)
            recommend_view.show(run)
    else:
        forecast_choice.none_yet("lists", "recommend", "recommend")
