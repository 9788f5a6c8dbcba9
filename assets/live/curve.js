// A line chart that grows: new points arrive as data, and the reader's zoom and hover stay.
// Drag to zoom into a part, double-click or press the button to see all again.
// Everything is drawn as SVG with text nodes only, so that no data can become markup.

const SVG = "http://www.w3.org/2000/svg"
const STATE = new WeakMap()
const PAD = { top: 10, bottom: 40, left: 54 }

function make(parent, name, attributes, text) {
  const node = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value)
  if (text !== undefined) node.textContent = text
  parent.appendChild(node)
  return node
}

function ticks(low, high, wanted, least = 0) {
  const span = high - low || 1
  const raw = Math.max(span / wanted, least)
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].map((k) => k * power).find((s) => s >= raw * 0.999)
  const found = []
  for (let v = Math.ceil(low / step - 1e-9) * step; v <= high + step * 1e-9; v += step) found.push(v)
  const places = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  return found.map((v) => [v, v.toFixed(places)])
}

function extent(data) {
  const values = data.series.flatMap((s) => s.values).filter((v) => v !== null)
  const low = Math.min(...values)
  const high = Math.max(...values)
  const room = (high - low || Math.abs(high) || 1) * 0.06
  const x1 = Math.max(data.x[data.x.length - 1], data.x[0] + 1)
  return { x0: data.x[0], x1, y0: low - room, y1: high + room }
}

function labelWidth(data) {
  const wide = (text) => [...text].reduce((n, c) => n + (c.codePointAt(0) > 0x2e80 ? 12.5 : 6.8), 0)
  return 14 + Math.max(0, ...data.series.map((s) => wide(s.label)))
}

function scales(view, box) {
  return {
    px: (x) => box.left + ((x - view.x0) / (view.x1 - view.x0)) * box.width,
    py: (y) => box.top + box.height - ((y - view.y0) / (view.y1 - view.y0)) * box.height,
    vx: (p) => view.x0 + ((p - box.left) / box.width) * (view.x1 - view.x0),
    vy: (p) => view.y0 + ((box.top + box.height - p) / box.height) * (view.y1 - view.y0),
  }
}

function axes(svg, data, view, box, at) {
  for (const [value, text] of ticks(view.y0, view.y1, 5)) {
    const y = at.py(value)
    make(svg, "line", { x1: box.left, x2: box.left + box.width, y1: y, y2: y, stroke: data.grid })
    make(svg, "text", { x: box.left - 8, y: y + 4, "text-anchor": "end", fill: data.muted }, text)
  }
  for (const [value] of ticks(view.x0, view.x1, Math.max(2, Math.floor(box.width / 90)), 1)) {
    const whole = Math.round(value)
    const y = box.top + box.height + 18
    make(svg, "text", { x: at.px(whole), y, "text-anchor": "middle", fill: data.muted }, String(whole))
  }
  const middle = box.top + box.height / 2
  make(svg, "text", { x: box.left + box.width / 2, y: box.top + box.height + 36, "text-anchor": "middle", fill: data.muted }, data.xTitle)
  make(svg, "text", { x: 12, y: middle, transform: `rotate(-90 12 ${middle})`, "text-anchor": "middle", fill: data.muted }, data.yTitle)
}

function lines(svg, data, box, at, clip) {
  const ends = []
  for (const s of data.series) {
    let path = ""
    let last = null
    data.x.forEach((x, i) => {
      const y = s.values[i]
      if (y === null) return
      path += `${path ? "L" : "M"}${at.px(x).toFixed(1)},${at.py(y).toFixed(1)}`
      last = y
    })
    if (last === null) continue
    make(svg, "path", { d: path, fill: "none", stroke: s.colour, "stroke-width": s.width, "stroke-dasharray": s.dash, "stroke-linejoin": "round", "clip-path": `url(#${clip})` })
    const y = Math.min(Math.max(at.py(last), box.top + 6), box.top + box.height)
    ends.push({ y, text: s.label, colour: s.colour })
  }
  ends.sort((a, b) => a.y - b.y)
  ends.forEach((end, i) => {
    if (i && end.y < ends[i - 1].y + 16) end.y = ends[i - 1].y + 16
    make(svg, "text", { x: box.left + box.width + 8, y: end.y + 4, fill: end.colour }, end.text)
  })
  if (data.best) {
    make(svg, "circle", { cx: at.px(data.best.x), cy: at.py(data.best.y), r: 5, fill: data.ink, stroke: data.paper, "stroke-width": 2, "clip-path": `url(#${clip})` })
  }
}

function hover(svg, data, box, at, state) {
  if (state.hover === null || state.drag) return
  const x = at.vx(state.hover)
  let i = 0
  data.x.forEach((value, k) => { if (Math.abs(value - x) < Math.abs(data.x[i] - x)) i = k })
  const px = at.px(data.x[i])
  if (px < box.left - 1 || px > box.left + box.width + 1) return
  make(svg, "line", { x1: px, x2: px, y1: box.top, y2: box.top + box.height, stroke: data.muted, "stroke-dasharray": "2 3" })
  const told = [`${data.xTitle} ${data.x[i]}`]
  for (const s of data.series) if (s.values[i] !== null) told.push(`${s.name} ${s.values[i].toFixed(3)}`)
  const width = 24 + Math.max(...told.map((t) => [...t].reduce((n, c) => n + (c.codePointAt(0) > 0x2e80 ? 12 : 6.6), 0)))
  const left = px + width + 12 > box.left + box.width ? px - width - 8 : px + 8
  make(svg, "rect", { x: left, y: box.top + 4, width, height: 12 + 18 * told.length, rx: 6, fill: data.paper, stroke: data.grid })
  told.forEach((text, k) => make(svg, "text", { x: left + 12, y: box.top + 22 + 18 * k, fill: k ? data.series[k - 1].colour : data.muted }, text))
}

function draw(root, state) {
  const { data } = state
  const width = Math.max(root.clientWidth, 200)
  const box = { top: PAD.top, left: PAD.left, height: data.height - PAD.top - PAD.bottom }
  box.width = Math.max(width - PAD.left - labelWidth(data), 60)
  const view = state.zoom || extent(data)
  const at = scales(view, box)
  state.box = box
  state.at = at
  const svg = document.createElementNS(SVG, "svg")
  svg.setAttribute("width", width)
  svg.setAttribute("height", data.height)
  svg.setAttribute("role", "img")
  svg.setAttribute("aria-label", data.alt)
  const clip = `clip-${state.id}`
  const area = make(make(svg, "clipPath", { id: clip }), "rect", { x: box.left - 6, y: box.top - 6, width: box.width + 12, height: box.height + 12 })
  area.setAttribute("rx", 0)
  axes(svg, data, view, box, at)
  lines(svg, data, box, at, clip)
  hover(svg, data, box, at, state)
  if (state.drag) {
    const { x0, y0, x1, y1 } = state.drag
    make(svg, "rect", { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0), fill: data.tint, stroke: data.accent })
  }
  root.querySelector(".plot").replaceChildren(svg)
  const button = root.querySelector("button")
  button.textContent = data.reset
  button.hidden = !state.zoom
}

function listen(root, state) {
  const plot = root.querySelector(".plot")
  const place = (event) => {
    const frame = plot.getBoundingClientRect()
    return [event.clientX - frame.left, event.clientY - frame.top]
  }
  plot.onpointermove = (event) => {
    const [x, y] = place(event)
    state.hover = x >= state.box.left && x <= state.box.left + state.box.width ? x : null
    if (state.drag) Object.assign(state.drag, { x1: x, y1: y })
    draw(root, state)
  }
  plot.onpointerleave = () => { state.hover = null; state.drag = null; draw(root, state) }
  plot.onpointerdown = (event) => {
    if (event.pointerType === "touch") return
    const [x, y] = place(event)
    state.drag = { x0: x, y0: y, x1: x, y1: y }
  }
  plot.onpointerup = () => {
    const box = state.drag
    state.drag = null
    if (box && Math.abs(box.x1 - box.x0) > 8 && Math.abs(box.y1 - box.y0) > 8) {
      const xs = [state.at.vx(box.x0), state.at.vx(box.x1)].sort((a, b) => a - b)
      const ys = [state.at.vy(box.y0), state.at.vy(box.y1)].sort((a, b) => a - b)
      state.zoom = { x0: xs[0], x1: xs[1], y0: ys[0], y1: ys[1] }
    }
    draw(root, state)
  }
  plot.ondblclick = () => { state.zoom = null; draw(root, state) }
  root.querySelector("button").onclick = () => { state.zoom = null; draw(root, state) }
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".curve")
  if (!root || !data || !data.x.length) return undefined
  let state = STATE.get(parentElement)
  if (!state) {
    state = { zoom: null, hover: null, drag: null, id: Math.random().toString(36).slice(2) }
    state.observer = new ResizeObserver(() => draw(root, state))
    STATE.set(parentElement, state)
  }
  if (state.fit !== data.fit) Object.assign(state, { zoom: null, fit: data.fit })
  state.data = data
  listen(root, state)
  draw(root, state)
  state.observer.observe(root)
  return () => { state.observer.disconnect(); STATE.delete(parentElement) }
}
