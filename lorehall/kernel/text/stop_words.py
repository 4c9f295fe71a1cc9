"""Words that stand in every text of a language. They are looked for like all others; for what is *like* a title they
count little.
"""

from __future__ import annotations

STOP_WORDS = {
    "en": """a about am an and any are as at be been between but by can could did do does for from get had has
        have how i if im in into is it its me my no not of on one or our should so some than that the their
        them then there these they this to us use used using was way we were what when where which while who
        why will with would you your""",
    "de": """aber als am an auch auf aus bei beim bin bis das dass dem den denn der des die dies diese dieser
        dieses doch durch ein eine einem einen einer eines er es für gibt haben hat hier ich ihr im in ist
        ja kann kein keine können man mein mich mir mit muss nach nicht noch nur ob oder sein sich sie sind
        so soll über um und uns unser vom von vor wann warum was wenn wer werden wie wir wird wo zu zum zur""",
    "fr": """à ai au aux avec avoir ce ces cet cette comment dans de des du elle en entre est et être eux fait
        faire faut il ils je la le les leur lui ma mais me mes mon ne nos notre nous on ou où par pas peut
        plus pour pourquoi quand que quel quelle quelles quels qui quoi sa sans se ses si son sont sur ta
        tes ton tu un une vos votre vous y""",
    "es": """a al algo como con cual cuando cómo de del desde dónde el ella ellos en entre era es esta este está
        esto ha hacer hay la las le les lo los más me mi mis muy no nos o para pero por porque puede puedo
        que qué quién se ser si sin sobre son su sus también te tiene tu un una uno y ya yo""",
    "it": """a ai al alla anche che chi ci come con cosa da dal dei del della delle di dove e è essere fare gli
        ha ho i il in io la le lo ma mi mio nel nella non o per perché più può quale quando quello questo se
        si sono su sul tra un una uno""",
    "nl": """aan als bij dan dat de der deze die dit door een en er geen had heb hebben heeft het hij hoe ik in
        is je kan maar me met mijn moet naar niet nog of om onder ook op over te tot uit van voor waar
        waarom wanneer was wat we welke wie worden wordt ze zich zijn zo zou""",
    "pt": """a ao aos as com como da das de do dos e é ela ele em entre essa esse esta este eu fazer foi há isso
        já mais mas me meu minha muito na não nas no nos o onde os ou para pela pelo por porque pode posso
        qual quando que quem se sem ser seu são sobre sua também tem um uma""",
}
