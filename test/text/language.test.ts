import { describe, expect, test } from 'vitest';
import { guessLanguage, learnLanguages } from '../../src/text/index.js';

/** Made-up utterances of a shop, as a workspace would hold them, and others to try on. */
const TRAINED: Readonly<Record<string, string>> = {
  en: `where is my order|has 48213 shipped yet|i want my money back|how do i return this|cancel my order please|track my parcel|my parcel never arrived|can i change the address|what does delivery cost|how long does shipping take|do you deliver to france|i forgot my password|is the blue chair in stock|the lamp arrived broken|i got the wrong size|when do you open|can i pay with paypal|my voucher does not work|i was charged twice|talk to a person`,
  de: `wo ist meine bestellung|wurde 48213 schon verschickt|ich will mein geld zurück|wie schicke ich das zurück|bitte storniert meine bestellung|paket verfolgen|mein paket ist nie angekommen|kann ich die adresse ändern|was kostet der versand|wie lange dauert die lieferung|liefert ihr nach österreich|passwort vergessen|ist der blaue stuhl auf lager|die lampe kam kaputt an|falsche größe bekommen|wann habt ihr geöffnet|kann ich mit paypal zahlen|mein gutschein geht nicht|doppelt abgebucht|ich möchte mit jemandem sprechen`,
  fr: `où est ma commande|est-ce que 48213 est parti|je veux être remboursé|comment renvoyer un article|annulez ma commande svp|suivre mon colis|mon colis n'est jamais arrivé|puis-je changer l'adresse|combien coûte la livraison|quels sont les délais|livrez-vous en belgique|mot de passe oublié|la chaise bleue est en stock ?|la lampe est arrivée cassée|j'ai reçu la mauvaise taille|quels sont vos horaires|payer avec paypal|mon bon de réduction ne marche pas|j'ai été débité deux fois|parler à un conseiller`,
  es: `dónde está mi pedido|ya salió el 48213|quiero mi dinero|cómo devuelvo esto|cancelar mi pedido por favor|seguir mi paquete|mi paquete nunca llegó|puedo cambiar la dirección|cuánto cuesta el envío|cuánto tarda la entrega|envían a portugal|olvidé mi contraseña|hay sillas azules|la lámpara llegó rota|me llegó la talla equivocada|cuándo abren|puedo pagar con paypal|mi cupón no funciona|me cobraron dos veces|hablar con una persona`,
};
const TRIED: Readonly<Record<string, string>> = {
  en: `order status|parcel is late|refund please|wrong colour|is there a bigger size|how much is shipping|no confirmation yet|need an invoice|still waiting|delivery tomorrow?|broken on arrival|delete my account|payment failed|gift card balance|who pays customs|change delivery day|exchange for large|thanks a lot|opening hours|left my card details`,
  de: `bestellstatus|paket ist zu spät|geld zurück bitte|falsche farbe|gibt es das größer|wie teuer ist der versand|noch keine bestätigung|brauche eine rechnung|warte immer noch|lieferung morgen?|kaputt angekommen|konto löschen|zahlung fehlgeschlagen|guthaben der geschenkkarte|wer zahlt den zoll|liefertag ändern|umtausch gegen größe l|vielen dank|öffnungszeiten|rücksendung anmelden`,
  fr: `statut de la commande|colis en retard|remboursez-moi|mauvaise couleur|existe en plus grand ?|prix de la livraison|pas encore de confirmation|il me faut une facture|j'attends toujours|livraison demain ?|arrivé cassé|supprimer mon compte|paiement refusé|solde de la carte cadeau|qui paie la douane|changer le jour de livraison|échanger contre une grande|merci beaucoup|heures d'ouverture|étiquette de retour`,
  es: `estado del pedido|el paquete llega tarde|devuélvanme el dinero|color equivocado|hay una talla más grande|precio del envío|sin confirmación todavía|necesito una factura|sigo esperando|¿entrega mañana?|llegó roto|borrar mi cuenta|pago rechazado|saldo de la tarjeta regalo|quién paga la aduana|cambiar el día de entrega|cambiar por una grande|muchas gracias|horario de apertura|etiqueta de devolución`,
};
const LANGUAGES = Object.keys(TRAINED);
const lines = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).flatMap(([language, all]) => all.split('|').map((text) => ({ text, language })));

describe('from the words of a shop', () => {
  const guess = learnLanguages(LANGUAGES, lines(TRAINED));
  const guesses = lines(TRIED).map(({ text, language }) => ({ text, language, guessed: guess(text) }));

  test('four languages are told apart by two to five words they were not learned from', () => {
    const right = guesses.filter(({ language, guessed }) => guessed === language);
    const wrong = guesses.filter(({ language, guessed }) => guessed !== undefined && guessed !== language);
    expect(right.length / guesses.length).toBeGreaterThanOrEqual(0.9);
    expect(wrong.length / guesses.length).toBeLessThanOrEqual(0.04);
  });

  test('what tells nothing is unknown', () => {
    for (const text of ['', '48213', '👍', '!!!', 'paypal', 'xqzw']) expect(guess(text)).toBeUndefined();
  });

  test('one language with many more utterances does not swallow the others', () => {
    const many = lines(TRAINED).flatMap((sample) =>
      sample.language === 'en' ? Array.from({ length: 40 }, () => sample) : [sample],
    );
    const biased = learnLanguages(LANGUAGES, many);
    const german = lines(TRIED).filter(({ language }) => language === 'de');
    expect(german.filter(({ text }) => biased(text) === 'en')).toEqual([]);
  });
});

test('the commonest words tell languages apart before there are utterances', () => {
  expect(guessLanguage('wo ist mein paket', ['en', 'de'])).toBe('de');
  expect(guessLanguage('where is my parcel', ['en', 'de'])).toBe('en');
  expect(guessLanguage('où est mon colis', ['en', 'fr', 'nl'])).toBe('fr');
});

describe('the script decides', () => {
  const languages = ['en', 'zh', 'ja', 'ko', 'ru', 'ar'];

  test.each([
    ['我的订单到哪了', 'zh'],
    ['这个iphone 15怎么退', 'zh'],
    ['please send 退货 forms to my address', 'en'],
    ['注文はどこですか', 'ja'],
    ['パスワード', 'ja'],
    ['내 주문 어디 있어요', 'ko'],
    ['где мой iphone заказ', 'ru'],
    ['أين طلبي', 'ar'],
    ['where is my order', 'en'],
  ])('%s is %s', (text, language) => {
    expect(guessLanguage(text, languages)).toBe(language);
  });

  test('a script of none of the languages is unknown', () => {
    expect(guessLanguage('где мой заказ', ['en', 'zh'])).toBeUndefined();
    expect(guessLanguage('hello', ['zh'])).toBeUndefined();
    expect(guessLanguage('ありがとう', ['en', 'zh'])).toBeUndefined();
  });

  test('a tag keeps its region', () => {
    expect(guessLanguage('我的订单', ['en-GB', 'zh-Hant'])).toBe('zh-Hant');
  });

  test('two written forms of one script are learned', () => {
    const guess = learnLanguages(
      ['zh-Hans', 'zh-Hant'],
      [
        { text: '我的订单到哪了|怎么退货|请问运费多少钱|没收到货', language: 'zh-Hans' },
        { text: '我的訂單到哪了|怎麼退貨|請問運費多少錢|沒收到貨', language: 'zh-Hant' },
      ],
    );
    expect(guess('订单没到')).toBe('zh-Hans');
    expect(guess('訂單沒到')).toBe('zh-Hant');
  });
});
