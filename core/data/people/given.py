"""Given names that are common where shops of this app sell, in lower case, without accents.

They tell a column of `tom`, `ann` and `maria` from one of states such as `retail` and `online`.
Names that towns or countries have too (paris, florence, austin, chelsea) are left out.
"""

GIVEN = frozenset(
    """
    aaron abdul abigail adam adriana agnes agnieszka ahmed aisha alan albert alejandro
    aleksandra alessandro alessia alex alexander alexandra alexis ali alice alicia alison
    amanda amelie amir amy ana anastasia andre andrea andreas andrei andrew angela anita anja
    ann anna anne annette annika anthony antoine anton antonia antonio ariane arjun arthur
    astrid axel barbara bart beatrice beatriz ben benjamin bernard bernd bettina bianca birgit
    bob boris brenda brian brigitte bruno camille carina carla carlos carmen carol carolina
    caroline catherine cecile celine chloe chris christa christian christiane christina
    christine christoph christopher cindy claire clara claude claudia claudio clemens cristina
    daniel daniela danielle david deborah debra denise dennis diana diego dieter dirk dmitri
    dominik dominique donald doris dorothy edith eduardo edward elena eleonora elif elisa
    elisabeth elizabeth elke ella ellen emil emilia emilie emily emma eric erica erik erika
    ernst esther eugene eva evelyn fabian fabio fatima federica federico felix ferdinand
    fernando filip florian francesca francesco francisco francois frank franz fritz gabriel
    gabriela gabriele gary george gerard gerhard gianluca giovanni gisela giulia giuseppe
    grace greg gregor guillaume gustav hannah hans harald harry hassan heidi heike heinz helen
    helena helene helga helmut henri henrik herbert hiroshi holger horst ian ibrahim ines ingo
    ingrid irene iris irina isabel isabella isabelle ivan jack jacob jacqueline jacques jakob
    jakub james jan jana jane janet janina janine jasmin jason javier jean jeff jeffrey jenny
    jens jessica jim joan joanna joe joel johann johanna johannes john jonas jonathan jorg
    jorge jose josef joseph josephine joshua juan judith julia julian juliane julie julien
    jurgen justin kai karen karin karl karoline katarzyna kate katharina katherine kathleen
    kathrin katja katrin keith kelly ken kenneth kenji kerstin kevin kim klara klaus konrad
    kristin kristina kurt larry lars latoya laura laurent lea lena leo leon leonie liam lili
    lily linda lisa lorenz lorenzo louise luca lucas lucia lucie luis luisa lukas lydia
    magdalena maike manfred manuel manuela marc marcel marco marcus margaret margarita margot
    maria marianne marie marina mario marion mark markus marta martha martin martina mary
    mateo mathias mathieu matteo matthew matthias maurice max maximilian mehmet melanie mia
    michael michaela michal michel michelle miguel mike miriam mohamed mohammed monica monika
    moritz mustafa nadine nadja nancy natalia natalie natasha nicholas nick nicola nicolas
    nicole niklas nils nina noah nora norbert oksana oleg olga oliver olivia olivier oscar
    oskar pablo pamela pascal patricia patrick paul paula paulina pauline pedro peter petra
    philip philipp philippe pierre pietro piotr priya rachel rahul rainer ralf raphael rebecca
    regina renate rene ricardo richard rita robert roberto robin roland rolf roman ronald rosa
    roswitha ruben rudolf ruth ryan sabine sabrina sam samantha samuel sandra sara sarah
    sascha scott sebastian sergei sergio sharon silke silvia simon simona simone sofia sonja
    sophia sophie stefan stefanie stefano stephan stephanie stephen steve steven sue susan
    susanne suzanne sven svetlana sylvia tamara tanja tatiana theresa thomas thorsten tim timo
    tina tobias tom tomas tomasz tony torsten udo ulrich ulrike ursula uta uwe valentina
    valeria valerie vanessa vera veronica veronika vincent vladimir walter wanda werner
    wilhelm william wolfgang xavier yasmin yuki yusuf yves yvonne zoe
    """.split()  # noqa: SIM905
)
