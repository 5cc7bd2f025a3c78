/** Given names that are common in English-speaking countries and among those who write English to a service. */
export const FIRST_NAMES: ReadonlySet<string> = new Set(
  (
    'aaron abby abdul abdullah abigail adam adele adrian ahmed aisha akira alan albert alejandro alessandro alex alexander ' +
    'alexandra alexis alfie ali alice alicia alison allison alyssa amanda amber amelia amina amir amy ana anastasia andre ' +
    'andrea andreas andrew andy angel angela angus anita anja ann anna anne annie anthony antonio anya archie ariana arjun ' +
    'arthur ashley audrey austin ava barbara beatrice becky ben benjamin bernard beth bethany betty beverly bianca bill ' +
    'billy bob bobby brad bradley brandon brenda brian bridget brittany bruce bryan caleb callum calum cameron camila carl ' +
    'carla carlos carmen carol carole caroline carolyn catherine cathy cecilia charles charlie charlotte chen chloe chris ' +
    'christian christina christine christopher claire clara clare claudia clive colin connor conor craig cynthia daisy dale ' +
    'damian dan dana daniel daniela danielle danny darren dave david dawn dean debbie deborah denise dennis derek diana ' +
    'diane diego dmitri dominic donald donna doris dorothy doug douglas duncan dylan eddie edith edward eileen elaine elena ' +
    'eleanor eli elias elijah elizabeth ella ellen ellie emily emma eric erica erik erin ethan eugene eva eve evelyn faith ' +
    'farah fatima felix fiona florence frances francesca francis frank fred freddie frederick freya gabriel gabriela gareth ' +
    'gary gavin gemma geoff geoffrey george georgia georgina gerald gillian gina giovanni giulia glen gordon grace graham ' +
    'greg gregory guillaume hamza hana hannah hans harold harriet harry harvey hassan hazel heather hector helen helena ' +
    'henry holly howard hugh hugo hussein ian ibrahim igor imogen ines ingrid irene iris isaac isabel isabella isabelle ' +
    'isla ivan ivy jack jackie jackson jacob jacqueline jade jake james jamie jan jane janet janice jasmine jason javier ' +
    'jay jayden jean jeff jeffrey jen jenna jennifer jenny jeremy jerry jess jesse jessica jill jim jimmy joan joanna joanne ' +
    'joe joel johan johanna john johnny jon jonas jonathan jordan jorge jose joseph josephine josh joshua joyce juan juanita ' +
    'judith judy julia julian juliana julie juliet justin kai karen karl kate katherine kathleen kathryn kathy katie kayla ' +
    'keith kelly ken kenneth kenny kerry kevin khalid kieran kim kimberly kirsty kumar kyle lara larry laura lauren laurence ' +
    'lee leah leo leon leonard leonardo leslie lewis liam lilian lily linda lindsay lisa liz lloyd logan lois lorraine louis ' +
    'louise luca lucas lucia lucy luigi luis luke lydia lynn mackenzie madeleine madison maggie malcolm marc marco marcus ' +
    'margaret maria mariam mariana marie marina mario marion marissa marjorie mark marta martha martin martina marvin mary ' +
    'mason mateo matt matteo matthew maureen max maya megan mei mel melanie melissa mia michael michaela michal michele ' +
    'michelle miguel mike mila miles miriam mohamed mohammad mohammed molly monica morgan muhammad mustafa nadia nancy naomi ' +
    'natalia natalie natasha nathan nathaniel neil niall nick nicholas nicola nicolas nicole nigel nina noah noel noor nora ' +
    'norma norman olga oliver olivia omar oscar owen pablo pam pamela patricia patrick paul paula pauline pedro penelope ' +
    'penny peter phil philip philippa phillip phoebe pierre piotr polly priya rachael rachel rafael raj rajesh ralph ramon ' +
    'raymond rebecca reggie renee rhys ricardo richard rick ricky riley rita rob robert roberta roberto robin rodney roger ' +
    'roland ron ronald rory rosa rosemary rosie ross roxanne roy ruby rupert russell ruth ryan sabrina sadie sally sam ' +
    'samantha samira samuel sandra sanjay santiago sara sarah saul scarlett scott sean sebastian sergei seth shane shannon ' +
    'sharon shaun shawn sheila shirley sian sidney silvia simon simone sofia sonia sophia sophie stacey stan stanley stefan ' +
    'stefano stella stephanie stephen steve steven stewart stuart sue suki sunita susan susanna suzanne sylvia tamara tania ' +
    'tanya tara ted teresa terry tess theo theodore theresa thomas tiffany tim timothy tina tobias toby todd tom tomas tommy ' +
    'tony tracey tracy travis trevor tristan tyler ursula valentina valerie vanessa vera vernon veronica vicky victor ' +
    'victoria vijay vincent viola virginia vivian wanda wayne wei wendy wesley will william winston xavier yan yasmin ying ' +
    'yolanda yuki yusuf yvette yvonne zachary zara zoe'
  ).split(' '),
);
