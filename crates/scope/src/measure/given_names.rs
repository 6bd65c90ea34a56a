//! Given names, enough of them in many languages that a column of persons holds some.

/// Whether a word is a frequent given name.
pub fn is_given_name(word: &str) -> bool {
    let lower = word.to_lowercase();
    NAMES.split_whitespace().any(|name| name == lower)
}

/// Frequent given names in lower case. Words that are also towns, cars or colours are left out.
const NAMES: &str = "
aaliyah aaron abdul abdullah abigail adam adele adrian adriana agnes ahmad ahmed aisha alan albert alberto alejandro \
aleksander aleksandra alessandro alex alexander alexandra alexis alfred ali alice alicia alina alisha allison alma \
amanda amelia amina amir amit amy ana anastasia anders andre andrea andreas andrei andrew andrzej angela anil anita \
anja ann anna anne annette annika anton antonia antonio arthur arjun arne artur asa ashley astrid aurora ava axel \
ayse barbara beatrice beatriz ben benedikt benjamin bernd bernhard bettina birgit bjorn bjørn boris brandon brenda \
brian bruno camila camille carina carl carla carlos carmen carol caroline catherine cecilia charles charlotte chen \
chiara chloe christian christina christine christoph christopher claire clara claudia claudio conny cristina cynthia \
dagmar daniel daniela danielle dario david deborah deepak dennis diana diego dieter dimitri dirk dmitri dominik \
donald donna dorothea edith eduard eduardo edward eero ekaterina elena eleni elias elif elin elisa elisabeth elizabeth \
ella ellen elsa emil emilia emily emine emma enrique enzo eric erica erik erika erin ernst esra esther ethan eugen \
eva eve evelyn fabian fabio fatima fatma felipe felix fernanda fernando filip finn fiona florian frances francesca \
francesco francisco frank franz fred frederik frida friedrich fritz gabriel gabriela gabriele gary geoffrey george \
georg gerald gerda gerhard giorgio giovanni giulia giuseppe gloria gordon grace greta gregor gudrun guillaume gunnar \
gunther gustav gustavo hanna hannah hannes hans harald harold harry hassan hedda hedwig heidi heike heinrich heinz \
helen helena helga helmut henri henrik henry herbert hermann hilda hiroshi holger horst hugo huda hussein ian ibrahim \
ida igor ilse inga inge ingeborg ingrid ines irene irina iris irma isabel isabella isabelle ivan ivana jacek jack \
jacob jakob james jan jana jane janet janine jasmin jasmine jason javier jean jeffrey jennifer jens jessica jesus jia \
jim joan joana joanna joao joe johan johann johanna johannes john jonas jonathan jorge jose josef josefine joseph \
joshua juan juana judith julia julian juliana julie julien juliette jun jutta jürgen kai kamil karen karin karl karla \
karolina katarina katarzyna kate katharina katherine kathleen kathrin katja katrin kavita keiko keith kelly kenji \
kenneth kerstin kevin khadija kim kirsten klara klaus konrad kristin kristina krzysztof kurt kyle lara lars laura \
lauren laurent layla lea leah leila lena leo leon leonard leonie lennart lennox leyla li liam lidia lina linda lisa \
liu ljubica lorenzo louis louise luca lucas lucia lucie luis luisa luka lukas luke luna lydia lynn maciej madison \
magdalena maja malin manfred manuel manuela marc marcel marco marcos marek margaret margarete margit maria mariam \
mariana marie marija marina mario marion marius mark marko markus marlene marta martha martin martina mary mateo \
mateusz mathias matteo matthew matthias max maximilian maya megan mehmet mei melanie melissa mia michael michal \
michel michelle miguel mikael mikhail mikko mila milan milena mira miriam mitchell mohamed mohammad mohammed monica \
monika mustafa nadia nadine naomi natalia natalie natasha nathan neha nicholas nicola nicolas nicole niklas nikola \
nikolai nils nina noah noemi nora norbert norman olaf ole oleg olga oliver olivia omar oscar oskar otto pablo pamela \
paola paolo patricia patrick patrik paul paula pauline pavel pedro peter petra philip philipp pia pierre pietro piotr \
priya rachel rafael rahul rainer raj raja rajesh ralf ralph ramon raphael raquel raul rebecca regina reinhard renate \
rene riccardo richard rita robert roberta roberto robin roger roland rolf roman ronald ronja rosa rosemarie rosa roy \
rudolf ruth ryan sabine sabrina sakura salim salma sam samantha samir samuel sandra sanjay santiago sara sarah \
sebastian selina selma serena sergei sergio sharon siegfried sigrid silke silvia simon simona simone sofia sofie \
sonia sonja sophia sophie stanislav stefan stefania stefanie stella stephan stephanie stephen steve steven sunita \
susan susana susanne sven svenja svetlana sylvia tamara tanja tanya tarik tatiana teresa thea theo theodor theresa \
thomas thorsten tibor tim timo timothy tina tobias tom tomas tomasz tomoko toni torsten tuomas tyler ulla ulrich \
ulrike ursula uwe valentin valentina valeria vanessa vera veronica veronika victor victoria vijay viktor viktoria \
vincent viola vishal vladimir walter waltraud wanda wang wei werner wilhelm william wojciech wolfgang xavier yan yang \
yasmin yolanda yosef youssef yuki yuri yusuf yvonne zahra zainab zara zhang zoe zofia zuzana özlem";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_and_towns_are_not() {
        assert!(["Anna", "MEHMET", "Özlem"].iter().all(|name| is_given_name(name)));
        assert!(!["Linz", "Oslo", "Transit", "diesel", ""].iter().any(|word| is_given_name(word)));
    }
}
