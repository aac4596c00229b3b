"""Words that no phrase holds: those of the grammar, and those that comments are full of anyway."""

from __future__ import annotations

_GRAMMAR = {
    "en": (
        "a an the this that these those some any each every all both either neither no none such same"
        " other another own much many more most less least few several enough i me my mine myself we us"
        " our ours ourselves you your yours yourself he him his she her hers it its itself they them their"
        " theirs themselves one ones who whom whose which what where when why how whether and or but nor"
        " so yet if then than as because since while although though unless until till of in on at by for"
        " with without within from to into onto out off up down over under again about above below between"
        " among through during before after against across along around behind beside near per via towards"
        " upon be am is are was were been being have has had having do does did doing done will would"
        " shall should can could may might must ought not n't only just also too very even still already"
        " ever never always often sometimes usually here there now today yesterday tomorrow once twice i'm"
        " i've i'd i'll you're you've we're we've they're it's that's there's what's don't doesn't didn't"
        " isn't aren't wasn't weren't won't wouldn't can't cannot couldn't shouldn't haven't hasn't hadn't"
        " let's"
    ),
    "de": (
        "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner dieser"
        " diese dieses diesen diesem jener jede jeder jedes alle alles allen allem manche viele viel mehr"
        " meisten wenig wenige einige etwas nichts ich mich mir mein meine meinen meinem meiner du dich"
        " dir dein deine er ihn ihm sein seine seinen seinem seiner sie ihr ihre ihren ihrem ihrer es wir"
        " uns unser unsere unseren unserem euch euer eure ihnen man sich wer wen wem was wo wann warum wie"
        " welche welcher welches und oder aber denn sondern doch jedoch wenn als ob weil dass da damit"
        " obwohl bevor nachdem während bis seit in im ins an am ans auf aus bei beim mit nach von vom vor"
        " zu zum zur über unter um durch für gegen ohne zwischen neben hinter trotz wegen bin bist ist"
        " sind seid war waren wäre gewesen habe hast hat haben hatte hatten hätte gehabt werde wird werden"
        " wurde wurden würde worden kann können konnte könnte muss müssen musste soll sollte sollten will"
        " wollen wollte darf dürfen mag möchte nicht nur auch noch schon sehr so zu immer nie oft manchmal"
        " hier dort jetzt dann heute gestern morgen wieder einfach leider dabei daran darauf davon dazu"
        " sowie halt eben mal ja nein"
    ),
    "fr": (
        "le la les l un une des du de d au aux ce c cet cette ces mon ma mes ton ta tes son sa ses notre"
        " nos votre vos leur leurs quelque quelques chaque tout toute tous toutes aucun aucune plusieurs"
        " autre autres même mêmes je j me m moi tu te t toi il elle on nous vous ils elles se s lui eux y"
        " en qui que qu quoi dont où quand comment pourquoi quel quelle quels quelles et ou mais ni car"
        " donc or si comme lorsque puisque parce afin pour par avec sans sous sur dans chez entre vers"
        " depuis pendant avant après contre malgré jusqu à être suis es est sommes êtes sont était étaient"
        " été serait sera ai as a avons avez ont avait avaient eu aurait fait faire fais font peut peux"
        " pouvez pouvoir pourrait doit dois devez devrait faut veux veut voudrais ne n pas plus moins très"
        " trop peu assez bien aussi encore déjà toujours jamais souvent parfois ici là maintenant hier"
        " demain vraiment juste seulement non oui rien personne cela ça ceci voici voilà alors puis"
        " ensuite"
    ),
    "es": (
        "el la los las lo un una unos unas al del este esta estos estas ese esa esos esas aquel aquella"
        " esto eso mi mis tu tus su sus nuestro nuestra nuestros nuestras algún alguna algunos algunas"
        " ningún ninguna cada todo toda todos todas otro otra otros otras mismo misma mucho mucha muchos"
        " muchas poco poca pocos varios varias más menos yo me mí tú te ti él ella ello nos nosotros"
        " ustedes usted vosotros ellos ellas se le les os que quien quienes cual cuales qué quién cuál"
        " dónde donde cuándo cuando cómo como por porque para pero sino y e o u ni si pues aunque mientras"
        " de en a con sin sobre entre hasta hacia desde durante contra según tras ante bajo ser soy es"
        " somos son era eran fue fueron sido sería estar estoy está están estaba estaban estuvo haber he"
        " ha hemos han había habían hay hubo tener tengo tiene tienen tenía hacer hace hacen hizo puede"
        " pueden pude poder podría debe deben debería quiero quiere no sí ya muy tan tanto también tampoco"
        " solo sólo siempre nunca jamás aquí allí ahora hoy ayer mañana luego después antes bien así nada"
        " nadie algo alguien"
    ),
}
_OF_COMMENTS = {
    "en": (
        "get got getting go goes going went come came coming make made making take took taken taking give"
        " gave given say said told tell ask asked asking think thought know knew see saw seen look looked"
        " find found feel felt want wanted need needed like liked love loved hate hated use used using try"
        " tried work works worked working keep kept put let seem seemed become call called wait waited buy"
        " bought order ordered arrive arrived stay stayed recommend recommended thank thanks please really"
        " quite pretty rather far almost however maybe perhaps actually definitely absolutely totally"
        " completely extremely especially good great nice bad best better worse worst excellent amazing"
        " awesome terrible awful horrible lovely perfect fine okay ok lot lots bit thing things something"
        " anything nothing everything someone anyone everyone nobody way day days first last next back"
        " away long well soon later ago little big yes"
    ),
    "de": (
        "gut gute guter gutes guten schlecht schlechte schlechter toll tolle super prima klasse schön"
        " schöne besser beste besten schlimm perfekt wirklich richtig ganz total absolut echt ziemlich"
        " eigentlich vielleicht natürlich gemacht machen macht gehen geht ging kommen kommt kam gekommen"
        " bekommen bekam gesagt sagen sagt gefragt finde finden gefunden lassen gibt gab geben wartet"
        " gewartet warten bestellt gekauft danke bitte lange lang mal tag tage zeit sache sachen leute"
        " funktioniert"
    ),
    "fr": (
        "bon bonne bons bonnes mauvais mauvaise super génial parfait excellent excellente top mieux"
        " meilleur meilleure pire beau belle merci bonjour dit dire demandé trouvé trouver mis mettre pris"
        " prendre allé aller vu voir venu venir acheté commandé reçu attendu attendre marche fonctionne"
        " chose choses fois jour jours temps gens beaucoup tellement complètement absolument peut-être"
        " aujourd'hui"
    ),
    "es": (
        "bueno buena buenos buenas malo mala malos malas buen mal mejor peor excelente perfecto perfecta"
        " genial gracias favor hola dicho decir dijo dijeron pedido pedir encontrado encontrar puesto"
        " poner ido ir fui visto ver venido venir vino comprado compré recibido esperado esperar llegó"
        " llegar funciona cosa cosas vez veces día días tiempo gente bastante demasiado totalmente"
        " realmente quizás"
    ),
}
STOP_WORDS = {
    language: frozenset(f"{words} {_OF_COMMENTS[language]}".split()) for language, words in _GRAMMAR.items()
}
