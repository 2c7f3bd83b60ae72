/* The search: what counts as the same word, which place answers a query best, and how it is shown.
   The words come from search/index.js, what lists alone say from search/rare/, the whole lists from
   search/more.js, and the texts of the places that are shown from search/text/;
   source/allied_sphinx/search.py writes all four. */
(() => {
  "use strict";
  const root = document.documentElement.dataset.content_root;

  /* -- Words ------------------------------------------------------------------------------- */

  const LETTERS = { ß: "ss", ø: "o", ł: "l", đ: "d", æ: "ae", œ: "oe", ı: "i", þ: "th", ð: "d" };
  const COUNTED =
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen " +
    "fifteen sixteen seventeen eighteen nineteen twenty";
  const NUMBERS = new Map(COUNTED.split(" ").map((word, number) => [word, String(number)]));
  const ROMAN = "- i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split(" ");
  // What questions are made of; the words that the index leaves out join them when it comes.
  const STOP = new Set(
    ("actually am and come comes define definition describe difference differences else ever exactly " +
      "explain explained explanation find get gets getting give given go goes going got happen happened " +
      "happening happens i just let like list lot many me mean meaning means much my really say says show " +
      "still tell thing things versus vs want wanted wants work works worth you your").split(" "),
  );
  const CUT = /%|(?:\p{L}\.){2,}|(?:(?<![\p{L}\p{N}])\p{L}-(?=\p{N}))?[\p{L}\p{N}]+(?:[.,]\p{N}+)*/gu;
  const SHORT = /^(.{3,}?)(?:ings?|ed|ers?|ors?|e)$/;
  const LONG =
    /^(.{4,}?)(?:ations?|ates?|ions?|abilit[iy]|able|ibilit[iy]|ible|ances?|ences?|ants?|ents?|ments?|ness|it[iy]|iv|al|ism|ist|ship|li|ures?|(?<!ist)ics?|ians?|aci|ats?)$/;
  // Forms that no ending explains, each after the word that they are forms of.
  const FORMS =
    "begin began begun,bind bound,break broke broken,bring brought,build built,buy bought,choose chose chosen," +
    "draw drew drawn,expel expulsion,fall fell fallen,fight fought,fly flew flown,freeze froze frozen," +
    "grow grew grown,hold held,keep kept,lead led,leave left leaving,lend lent,lose lost,loyal loyalty,make made," +
    "man men,meet met,pay paid,rise rose risen,seek sought,sell sold,send sent,sink sank sunk,sovereign " +
    "sovereignty,speak spoke spoken,spend spent,strike struck,take took taken,teach taught,think thought," +
    "win won,withdraw withdrew withdrawn,woman women,write wrote written";
  const BASES = new Map(
    FORMS.split(",").flatMap((family) => {
      const [base, ...forms] = family.split(" ");
      return forms.map((form) => [form, base]);
    }),
  );

  /** One spelling for a word that is written in several ways; most words come many times. */
  const known = new Map();
  const spelled = (raw) => {
    if (!known.has(raw)) known.set(raw, respelled(raw));
    return known.get(raw);
  };
  const respelled = (raw) => {
    let word = raw.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f.,-]/g, (mark) =>
      mark === "." && /\d/.test(raw) ? "." : "",
    );
    if (word === "%") return "percent";
    if (/\d/.test(word)) return word;
    word = word.replace(/[ßøłđæœıþð]/g, (letter) => LETTERS[letter]);
    if (NUMBERS.has(word)) return NUMBERS.get(word);
    return word
      .replace(/ense(?=s?$)/, "ence")
      .replace(/(.{3})our(?=.|$)/, "$1or")
      .replace(/(.{3})i[sz](?=e|i|a)/, "$1is")
      .replace(/yz(?=e|i)/, "ys")
      .replace(/tre(?=s?$)/, "ter")
      .replace(/gramme(?=s?$)/, "gram")
      .replace(/ll(?=ed$|ing$|er$)/, "l");
  };

  /** What is left of a word without its endings: riders, riding and ride meet, and so do invade and
      invasion, defend and defence, economy and economic. */
  const cut = (word) => {
    if (word.length < 3 || /\d/.test(word)) return word;
    let rest = BASES.get(word) ?? word;
    if (rest.length < 4) return rest;
    if (/ies$/.test(rest)) rest = rest.slice(0, -3) + "y";
    else if (/(?:x|ch|sh|ss|z)es$/.test(rest)) rest = rest.slice(0, -2);
    else if (/[^su]s$/.test(rest) && !/is$/.test(rest)) rest = rest.slice(0, -1);
    rest = rest.replace(/y$/, "i").replace(/([aeiou])s(?:ion|ive)$/, "$1d");
    for (let before = ""; before !== rest; ) {
      before = rest;
      rest = (LONG.exec(rest) ?? SHORT.exec(rest) ?? [, rest])[1];
    }
    rest = rest.replace(/([^aeiouls])\1$/, "$1").replace(/([aeo]n)[cs]$/, "$1d");
    return rest.length > 5 ? rest.replace(/([gmnr])i$/, "$1") : rest;
  };
  const memory = new Map();
  const stem = (word) => {
    if (!memory.has(word)) memory.set(word, cut(word));
    return memory.get(word);
  };

  /** The words of a text, each with where it begins and ends. */
  const words = (text) => {
    const found = [];
    for (const match of text.matchAll(CUT)) {
      const start = match.index;
      const end = start + match[0].length;
      const word = spelled(match[0]);
      const last = found.at(-1);
      if (word === "s" && /['’]/.test(text[start - 1] ?? "")) continue;
      if (word === "cent" && last?.word === "per") {
        Object.assign(last, { word: "percent", end });
      } else if (/^(?:articles?|art)$/.test(last?.word ?? "") && (/^\d+(?:\.\d+)?$/.test(word) || ROMAN.indexOf(word) > 0)) {
        const number = ROMAN.indexOf(word) > 0 ? ROMAN.indexOf(word) : parseInt(word, 10); // 42.7 is in 42
        Object.assign(last, { word: `article${number}`, end });
      } else {
        found.push({ word, start, end });
      }
    }
    return found;
  };
  const spellings = (text) => words(text).map((item) => item.word);

  /** How many letters are put in, left out, changed or swapped with the next between two words;
      more than `most` is told as more. */
  const slips = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let older = [];
    let old = Array.from({ length: b.length + 1 }, (_, at) => at);
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
      }
      if (Math.min(...row) > most) return most + 1;
      [older, old] = [old, row];
    }
    return old[b.length];
  };

  /* -- The index --------------------------------------------------------------------------- */

  const BASE = 45;
  const FIRST = 35;

  /** One file of pages with their places, and who holds which word how firmly. */
  class Shelf {
    constructor({ pages, places, words: packed }) {
      this.pages = pages.map(([name, title, rank, uri]) => ({ name, uri: uri ?? `${name}.html`, title, rank }));
      this.places = []; // those that have a number, each followed by its rows
      this.numbered = []; // where in places a number leads
      this.holders = new Map(); // word -> Map(place -> weight)
      this.titled = new Map(); // word -> Map(page -> weight)
      this.stems = new Map(); // stem -> words
      this.likes = new Map(); // word -> words like it
      pages.forEach(([name, title], page) => {
        for (const named of [title, name.split("/").at(-1)]) {
          this.hold(this.titled, named, page, 0.7 + 1.5 / (2 + spellings(named).length));
        }
      });
      places.forEach((list, page) => {
        this.pages[page].first = this.places.length;
        list.forEach(([kind, end, heading, rows], order) => {
          const usual = () => heading.split(" | ")[0].toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
          const anchor = kind === "source" ? `cite-${end}` : end === 1 ? `${kind === "term" ? "term-" : ""}${usual()}` : end;
          const name = kind === "page" ? this.pages[page].title : heading;
          const place = { page, kind, anchor, heading: name, order, row: 0, cells: [] };
          this.numbered.push(this.places.length);
          this.places.push(place);
          if (kind !== "page") this.hold(this.holders, name, this.places.length - 1, 3);
          const caption = place;
          (rows ?? []).forEach((text, row) => {
            const cells = text.split("|");
            const number = this.places.length;
            this.places.push({ ...place, kind: "row", row: row + 1, heading: cells[0], cells, caption });
            cells.forEach((cell, column) => this.hold(this.holders, cell, number, column ? 1.3 : 2.2));
          });
        });
      });
      this.unpack(packed);
      for (const word of new Set([...this.holders.keys(), ...this.titled.keys()])) {
        const key = stem(word);
        if (!this.stems.has(key)) this.stems.set(key, []);
        this.stems.get(key).push(word);
      }
    }

    hold(map, text, number, weight) {
      for (const word of spellings(text)) {
        if (!map.has(word)) map.set(word, new Map());
        const held = map.get(word);
        held.set(number, Math.max(weight, held.get(number) ?? 0));
      }
    }

    /** Read the words of the texts; one weighs less in a long text. */
    unpack([packed, steps]) {
      const taken = steps.split("\n");
      const lines = [];
      const lengths = new Array(this.places.length).fill(0);
      let before = "";
      packed.split("\n").forEach((word, order) => {
        const line = taken[order];
        before = before.slice(0, parseInt(word[0], 36)) + word.slice(1);
        const numbers = [];
        let sum = 0;
        let digits = 0;
        for (let at = 0; at < line.length; at += 1) {
          const digit = line.charCodeAt(at) - FIRST;
          digits = digits * BASE + (digit % BASE);
          if (digit < BASE) continue;
          sum += digits;
          digits = 0;
          numbers.push(sum);
          lengths[this.numbered[sum >> 1]] += 1;
        }
        lines.push([before, numbers]);
      });
      for (const [raw, numbers] of lines) {
        for (const word of spellings(raw)) {
          if (!this.holders.has(word)) this.holders.set(word, new Map());
          const held = this.holders.get(word);
          for (const number of numbers) {
            const place = this.numbered[number >> 1];
            const weight = (number & 1 ? 1.7 : 1) * (0.6 + 30 / (50 + lengths[place]));
            held.set(place, Math.min(4, weight + (held.get(place) ?? 0)));
          }
        }
      }
    }

    /** Words like this one, each with how like it is. */
    like(word, unfinished) {
      if (unfinished) return this.alike(word, true);
      if (!this.likes.has(word)) this.likes.set(word, this.alike(word, false));
      return this.likes.get(word);
    }

    alike(word, unfinished) {
      const found = new Map();
      const take = (other, quality) => found.set(other, Math.max(quality, found.get(other) ?? 0));
      for (const other of this.stems.get(stem(word)) ?? []) take(other, 0.8);
      if (unfinished && word.length > 1) {
        for (const other of this.known()) {
          if (other.startsWith(word)) take(other, 0.3 + (0.4 * word.length) / other.length);
        }
      }
      if (this.holders.has(word) || this.titled.has(word)) take(word, 1);
      if (!found.size && word.length > 4) {
        let most = word.length > 7 ? 2 : 1;
        for (const other of this.known()) {
          if (other[0] !== word[0] || /\d/.test(other)) continue;
          const wrong = slips(word, other, most);
          if (wrong > most) continue;
          if (wrong < most) found.clear(); // the nearest only
          most = wrong;
          take(other, wrong > 1 ? 0.4 : 0.5);
        }
      }
      return found;
    }

    known() {
      this.all ??= [...new Set([...this.holders.keys(), ...this.titled.keys()])];
      return this.all;
    }

    /** How firmly places, or pages by their titles, hold one of several ways to say a thing. */
    strengths(map, forms) {
      const best = new Map();
      for (const { likes, quality } of forms) {
        let held = null;
        for (const like of likes) {
          const one = new Map();
          for (const [word, likeness] of like) {
            for (const [number, weight] of map.get(word) ?? []) {
              if (held && !held.has(number)) continue;
              one.set(number, Math.max(likeness * weight, one.get(number) ?? 0));
            }
          }
          if (held) for (const [number, weight] of one) one.set(number, Math.min(weight, held.get(number)));
          held = one;
        }
        for (const [number, weight] of held ?? []) {
          best.set(number, Math.max(weight * quality, best.get(number) ?? 0));
        }
      }
      return best;
    }
  }

  const shelves = []; // the first is that of the pages, others are of lists
  const names = new Map(); // the words of a name -> the words of the other names
  const leads = new Map(); // what readers type, of one or of many -> what the article says

  const learn = (groups) => {
    for (const group of groups) {
      const all = group.map((name) => spellings(name).filter((word) => !STOP.has(word)));
      all.forEach((own, index) => {
        const key = own.join(" ");
        const others = all.filter((other, at) => at !== index && other.length);
        if (key) names.set(key, [...(names.get(key) ?? []), ...others]);
      });
    }
  };
  const bared = (words) => words.map((word) => word.replace(/ies$/, "y").replace(/([^s])s$/, "$1")).join(" ");
  /** Words that readers type lead to those of the article, and these to nothing else. */
  const lead = (groups) => {
    for (const [said, ...typed] of groups) {
      for (const words of typed) {
        const [key, own] = [words, said].map((text) => spellings(text).filter((word) => !STOP.has(word)));
        leads.set(bared(key), [...(leads.get(bared(key)) ?? []), own]);
      }
    }
  };
  /** Other ways to say some words; only a name is so exactly. */
  const others = (words) => [...(names.get(words.join(" ")) ?? []), ...(leads.get(bared(words)) ?? [])];

  /** A word that no page says, as two that pages say: nordstream is Nord Stream here. */
  const parted = (word) => {
    const said = shelves[0]?.holders;
    if (!said || word.length < 6 || shelves[0].stems.has(stem(word))) return [];
    const found = [];
    for (let at = 3; at <= word.length - 3; at += 1) {
      const pair = [word.slice(0, at), word.slice(at)];
      if (pair.every((part) => said.has(part))) found.push(pair);
    }
    return found;
  };

  /** What is asked for: each thing with the ways to say it, all as lists of words. */
  const things = (query) => {
    const all = spellings(query);
    const wanted = all.filter((word) => !STOP.has(word));
    const asked = wanted.length ? wanted : all;
    const found = [];
    for (let at = 0; at < asked.length; ) {
      let length = Math.min(6, asked.length - at);
      while (length > 1 && !others(asked.slice(at, at + length)).length) length -= 1;
      const own = asked.slice(at, at + length);
      const pair = asked.slice(at, at + 2);
      if (length === 1 && pair.length === 2 && shelves[0]?.stems.has(stem(pair.join("")))) {
        found.push([pair, [pair.join("")]]); // peace keeping is peacekeeping here
        at += 2;
        continue;
      }
      const ways = others(own);
      found.push([own, ...(ways.length || length > 1 ? ways : parted(own[0]))]);
      at += length;
    }
    return found;
  };

  /* -- Answers ----------------------------------------------------------------------------- */

  const WHOLE = 0.99; // of what was asked for
  const RANKS = [1, 0.9, 0.4, 1];
  const KINDS = { page: 1.1, section: 1, term: 1.25, figure: 0.9, table: 1, row: 1, source: 1 };

  /** What is asked for, with who holds it and how rare it is. */
  const understood = (shelf, query) => {
    const unfinished = !/\s$/.test(query);
    return things(query).map((ways, index, all) => {
      const open = unfinished && index === all.length - 1;
      const forms = ways.map((form, way) => ({
        likes: form.map((word, at) => [...shelf.like(word, open && !way && at === form.length - 1)]),
        quality: way ? 0.85 : 1,
      }));
      const places = shelf.strengths(shelf.holders, forms);
      const titles = shelf.strengths(shelf.titled, forms);
      const pages = new Map(titles); // how firmly a page holds it anywhere
      const counts = new Map(); // and in how many places
      for (const [number, weight] of places) {
        const { page } = shelf.places[number];
        pages.set(page, Math.max(weight, pages.get(page) ?? 0));
        counts.set(page, 1 + (counts.get(page) ?? 0));
      }
      return { ways, places, titles, pages, counts, rarity: Math.log(1 + shelf.places.length / (1 + places.size)) };
    });
  };

  /** The pages of a shelf that answer the query, the best first, each with its best places. */
  const search = (shelf, query) => {
    const concepts = understood(shelf, query);
    const typed = spellings(query).join(" ");
    const wholes = new Map(); // what a heading or a cell may say and nothing else
    if (concepts.length === 1) for (const form of concepts[0].ways) wholes.set(form.join(" "), 1.3);
    wholes.set(typed, 1.7);
    const sum = concepts.reduce((total, { rarity }) => total + rarity, 0);
    const answers = new Map();
    const numbers = new Set(concepts.flatMap(({ places }) => [...places.keys()]));
    for (const { titles } of concepts) for (const page of titles.keys()) numbers.add(shelf.pages[page].first);
    for (const number of numbers) {
      const place = shelf.places[number];
      let score = 0;
      let covered = 0;
      let named = 0;
      let byPlace = false;
      let byTitle = false;
      for (const { places, titles, pages, rarity } of concepts) {
        const own = places.get(number) ?? 0;
        const title = titles.get(place.page) ?? 0;
        const caption = place.caption ? Math.min(1, places.get(place.captionNumber) ?? 0) : 0;
        if (own || title || caption) covered += rarity;
        else if (pages.has(place.page)) covered += 0.3 * rarity;
        if (own > title) byPlace = true;
        else if (title) byTitle = true;
        score += rarity * (own + 1.2 * title + 0.8 * caption);
        named += rarity * title;
      }
      if (place.kind === "page") score += (3 * named * named) / sum; // it is what the page is about
      if (byPlace && byTitle) score *= 1.25; // a row or section of the page about the rest
      const cover = covered / sum;
      score *= cover * KINDS[place.kind];
      const whole = [place.heading, ...place.cells].map((text) => wholes.get(spellings(text).join(" ")) ?? 1);
      score *= Math.min(Math.max(...whole), place.kind === "row" ? 1.4 : 2);
      if (!answers.has(place.page)) answers.set(place.page, []);
      answers.get(place.page).push({ place, score, cover });
    }
    return [...answers]
      .map(([number, found]) => {
        found.sort((a, b) => b.score - a.score);
        let spread = 0;
        let covered = 0;
        let dense = 0;
        for (const { pages, counts, rarity } of concepts) {
          const best = pages.get(number) ?? 0;
          if (best) covered += rarity;
          spread += rarity * Math.min(best, 1);
          dense += rarity * Math.min(1, Math.log2(1 + (counts.get(number) ?? 0)) / Math.log2(7));
        }
        const cover = covered / sum;
        const full = found.filter((item) => item.cover > WHOLE).length;
        const many = 0.35 * Math.log2(1 + full) * sum;
        const page = shelf.pages[number];
        const score = RANKS[page.rank] * (found[0].score + 0.5 * spread + 0.5 * dense + many);
        return { page, places: found, score, cover };
      })
      .filter(({ cover }) => cover > 0.4)
      .sort((a, b) => b.score - a.score || (a.page.name < b.page.name ? -1 : 1));
  };

  /** Pages about the thing first; those that only list what others tell after them. */
  const answers = (query) => {
    if (!things(query).length) return [];
    const [told, ...lists] = shelves.map((shelf) => search(shelf, query));
    const all = ({ cover }) => cover > WHOLE;
    // A page that holds most of it, if it answers better than the third of those that hold it all.
    const [, , third] = told.filter(all);
    const pages = told.filter((answer) => all(answer) || answer.score > (third?.score ?? 0));
    const listed = new Map(); // a page may be in several files, each with a part of it
    for (const answer of lists.flat().sort((a, b) => b.cover - a.cover || b.score - a.score)) {
      if (!listed.has(answer.page.name)) listed.set(answer.page.name, answer);
    }
    const whole = [...listed.values()].filter(all);
    if (third) return [...pages, ...whole];
    if (pages.some(all) || !whole.length) return [...pages, ...listed.values()];
    // What only lists hold whole, a page may hold the most of.
    const most = pages.filter(({ cover }) => cover > 0.6).slice(0, 2);
    return [...new Set([...most, ...whole, ...(whole.length < 3 ? [...pages, ...listed.values()] : [])])];
  };

  /** The first letters of the words that no page says. */
  const strange = (query) => {
    const [pages] = shelves;
    const open = /\s$/.test(query) ? "" : spellings(query).at(-1);
    const said = (word) =>
      word.length < 3 || pages.stems.has(stem(word)) || (word === open && pages.known().some((other) => other.startsWith(word)));
    const own = things(query).flatMap(([form, ...others]) => (others.length ? [] : form));
    return new Set(own.filter((word) => !said(word)).map((word) => (/[a-z]/.test(word[0]) ? word[0] : "0")));
  };

  /** Answers from the pages about things, and from lists for words that no page says. */
  const find = async (query) => {
    await file("index");
    if (!listsAreHere) await Promise.all([...strange(query)].map((letter) => file(`rare/${letter}`)));
    return answers(query);
  };

  /* -- Files ------------------------------------------------------------------------------- */

  const texts = new Map();
  let listsAreHere = false; // whole, and not only what no page says
  const waiting = new Map();
  const ready = new Map();

  /** Load a script of the index once; it calls `searchLoaded` with what it holds. */
  const file = (name) => {
    if (!ready.has(name)) {
      ready.set(
        name,
        new Promise((resolve) => {
          waiting.set(name, resolve);
          const script = document.createElement("script");
          script.src = `${root}search/${name}.js`;
          document.head.append(script);
        }),
      );
    }
    return ready.get(name);
  };
  globalThis.searchLoaded = (kind, content, page) => {
    if (kind === "text") {
      texts.set(page, content);
      waiting.get(`text/${page}`)?.();
      return;
    }
    for (const word of content.common?.split(" ") ?? []) STOP.add(word);
    learn(content.names ?? []);
    lead(content.said ?? []);
    const shelf = new Shelf(content);
    shelf.places.forEach((place, number) => {
      place.number = number;
      if (place.caption) place.captionNumber = place.caption.number; // which comes before its rows
    });
    if (kind === "more") {
      shelves.splice(1);
      listsAreHere = true;
    }
    shelves.push(shelf);
    waiting.get(kind)?.();
  };

  /* -- What is shown ----------------------------------------------------------------------- */

  /** What is left of a word, and of those that it may be a slip of. */
  const meant = (word) => {
    const [pages] = shelves;
    const key = stem(word);
    return !pages || pages.stems.has(key) ? [key] : [key, ...[...pages.like(word, false).keys()].map(stem)];
  };

  /** Those words of a text that were asked for, or that are another name of what was. */
  const asked = (query) => {
    const ways = things(query);
    const own = new Set(ways.flatMap(([form]) => form.flatMap(meant)));
    const others = ways.flatMap(([, ...forms]) => forms.map((form) => form.map(stem)));
    const last = /\s$/.test(query) ? "" : (spellings(query).at(-1) ?? "");
    return (found) => {
      const stems = found.map(({ word }) => stem(word));
      const marked = new Set();
      found.forEach(({ word }, at) => {
        if (own.has(stems[at]) || (last.length > 1 && word.startsWith(last))) marked.add(at);
        for (const form of others) {
          if (form.every((part, step) => part === stems[at + step])) {
            form.forEach((_, step) => marked.add(at + step));
          }
        }
      });
      return found.filter((_, at) => marked.has(at));
    };
  };

  /** A text with the words that were asked for marked. */
  const marked = (text, query) => {
    const parts = document.createDocumentFragment();
    let at = 0;
    for (const { start, end } of asked(query)(words(text))) {
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, end);
      parts.append(text.slice(at, start), mark);
      at = end;
    }
    parts.append(text.slice(at));
    return parts;
  };

  /** The stretch of a text that holds most of what was asked for. */
  const excerpt = (text, query, width = 140) => {
    if (text.length <= width) return text;
    const hits = asked(query)(words(text));
    let best = { from: 0, count: 0 };
    hits.forEach((hit, index) => {
      const inside = hits.slice(index).filter(({ end }) => end < hit.start + width - 30);
      const count = new Set(inside.map(({ word }) => stem(word))).size;
      if (count > best.count) best = { from: hit.start, count };
    });
    let from = best.from < width * 0.6 ? 0 : text.lastIndexOf(" ", best.from - 30) + 1;
    const to = text.lastIndexOf(" ", from + width);
    return `${from ? "… " : ""}${text.slice(from, to > from ? to : from + width)} …`;
  };

  const cells = (row) => row.split("|").filter(Boolean).join(" · ");
  const textOf = ({ page }, { place }) => cells(texts.get(page.name)?.[place.order]?.[place.row] ?? "");

  /** Do it once it can be seen. */
  const whenSeen = (target, act) => {
    new IntersectionObserver((entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      act();
    }).observe(target);
  };

  const address = (page, place, query) =>
    `${root}${page.uri}?highlight=${encodeURIComponent(query.trim())}${place.anchor && `#${place.anchor}`}`;

  /** What a hit is called, and what it stands in. */
  const called = ({ page }, { place }) => {
    const own = place.heading.replaceAll(" | ", ", ");
    if (place.kind === "row") return [page.title, place.caption.heading];
    return place.kind === "term" ? [own, page.title] : [page.title, own];
  };

  const element = (tag, className, ...content) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...content);
    return made;
  };

  /** Title, place and text of a hit; the text follows once its file is there. */
  const fill = (target, answer, hit, query, withTitle) => {
    const [title, place] = called(answer, hit);
    const head = withTitle ? title : hit.place.kind === "term" ? title : place;
    target.append(element("span", withTitle ? "hit-title" : "hit-place", marked(head, query)));
    if (withTitle && place !== title) target.append(element("span", "hit-place", marked(place, query)));
    const text = element("span", "hit-text");
    const say = (words) => text.append(marked(excerpt(words, query), query));
    // Lists come with their words, and what answers in a small part is not worth another file.
    if (answer.page.rank < 3 && answer.cover > 0.6) {
      target.append(text);
      whenSeen(target, () => file(`text/${answer.page.name}`).then(() => say(textOf(answer, hit))));
    } else if (hit.place.cells.length) {
      target.append(text);
      say(hit.place.cells.filter(Boolean).join(" · "));
    }
  };

  const counted = (number) => `${number} ${number === 1 ? "page" : "pages"} found`;
  const bare = (query) => query.replace(/^[\s"'“”‘’«»„]+|[\s"'“”‘’«»„]+$/g, "");
  const FIRST_SHOWN = 20;

  /** A search field with a list of hits under it. */
  const combobox = (field, number) => {
    const list = element("div", "hits");
    list.id = `search-hits-${number}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Pages found");
    list.hidden = true;
    const status = element("div", "hits-status");
    status.setAttribute("role", "status");
    field.form.append(list, status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-controls": list.id,
      "aria-expanded": "false",
      spellcheck: "false",
    })) {
      field.setAttribute(name, value);
    }
    let current = -1;
    let telling = 0;

    const options = () => [...list.children];
    const move = (index) => {
      options()[current]?.setAttribute("aria-selected", "false");
      current = index;
      const option = options()[current];
      if (!option) return field.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", option.id);
    };
    const lay = () => {
      const box = field.getBoundingClientRect();
      const width = Math.min(560, innerWidth - 16);
      const left = Math.max(8, Math.min(box.left, innerWidth - width - 8));
      list.style.left = `${left}px`;
      list.style.width = `${width}px`;
      list.style.top = `${box.bottom + 4}px`;
      const seen = visualViewport?.height ?? innerHeight; // above the keys of a telephone
      list.style.maxHeight = `${Math.max(seen - box.bottom - 12, 120)}px`;
    };
    const close = () => {
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
      move(-1);
    };
    const tell = (text) => {
      clearTimeout(telling);
      telling = setTimeout(() => (status.textContent = text), 500);
    };
    const option = (className, href) => {
      const made = element("a", className);
      made.id = `search-hit-${number}-${list.childElementCount}`;
      made.href = href;
      made.tabIndex = -1;
      made.setAttribute("role", "option");
      made.setAttribute("aria-selected", "false");
      list.append(made);
      return made;
    };
    const show = async () => {
      const query = field.value;
      const found = await find(query);
      if (field.value !== query) return;
      move(-1);
      list.replaceChildren();
      if (!spellings(query).length) return close();
      for (const answer of found.slice(0, 4)) {
        const hit = answer.places[0];
        fill(option("hit", address(answer.page, hit.place, query)), answer, hit, query, true);
      }
      const all = option("hit hit-all", `${root}search.html?q=${encodeURIComponent(query.trim())}`);
      all.textContent = found.length ? `All results for “${bare(query)}”` : "Nothing found: other ways to look";
      list.hidden = false;
      field.setAttribute("aria-expanded", "true");
      lay();
      tell(found.length ? counted(found.length) : "Nothing found");
    };

    field.addEventListener("input", show);
    field.addEventListener("focus", () => field.value.trim() && show());
    field.addEventListener("keydown", (event) => {
      const last = list.childElementCount - 1;
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) show();
        else if (event.key === "ArrowDown") move(current < last ? current + 1 : -1);
        else move(current < 0 ? last : current - 1);
      } else if (event.key === "Enter" && options()[current]) {
        event.preventDefault();
        options()[current].click();
      }
    });
    field.addEventListener("blur", () => setTimeout(() => list.contains(document.activeElement) || close(), 150));
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    for (const view of [globalThis, visualViewport]) view?.addEventListener("resize", () => list.hidden || lay());
    if (!page) file("index"); // the page of the search loads it with the first letter
    if (field.value && field === document.activeElement) show();
  };

  /** The search page: every page found, with its three best places. */
  const searchPage = (section) => {
    const field = section.querySelector("input[name=q]");
    const status = section.querySelector("[role=status]");
    const list = section.querySelector("ol");
    const help = section.querySelector(".search-help");
    const more = element("button", "", "Look in lists too: dated events, single figures and sources");
    more.type = "button";
    more.hidden = true;
    more.addEventListener("click", () => file("more").then(show));
    status.after(more); // above the list, whose excerpts would move it while it is pressed
    const show = async () => {
      const query = field.value;
      const found = await find(query);
      if (field.value !== query) return;
      list.replaceChildren();
      for (const answer of found.slice(0, FIRST_SHOWN)) {
        const item = element("li", "");
        const [first] = answer.places;
        const title = element("a", "hit-title", marked(answer.page.title, query));
        title.href = address(answer.page, first.place, query);
        item.append(title);
        const places = answer.places.filter(({ score }) => score >= first.score / 3);
        for (const hit of places.slice(0, 3)) {
          const link = element("a", "hit");
          link.href = address(answer.page, hit.place, query);
          fill(link, answer, hit, query, false);
          item.append(link);
        }
        list.append(item);
      }
      help.hidden = found.length > 0;
      const asks = spellings(query).length > 0;
      more.hidden = listsAreHere || !asks;
      const first = found.length > FIRST_SHOWN ? `The first ${FIRST_SHOWN} of ` : "";
      if (!query.trim()) status.textContent = "";
      else if (!asks) status.textContent = "Type a word, a name or a number.";
      else status.textContent = found.length ? first + counted(found.length) : "Nothing found.";
    };
    section.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    field.addEventListener("input", show);
    // Whoever follows a hit and comes back finds what was asked last.
    field.addEventListener("change", () => history.replaceState(null, "", `?q=${encodeURIComponent(field.value.trim())}`));
    field.value = new URLSearchParams(location.search).get("q") ?? "";
    field.focus({ preventScroll: true });
    if (field.value) show();
  };

  const BLOCKS = "tr, p, li, dd, dt, caption, figcaption, h1, h2, h3, h4";

  /** Mark what led here, and show the line that holds most of it. */
  const mark = (query) => {
    const anchor = decodeURIComponent(location.hash.slice(1));
    let target = (anchor && document.getElementById(anchor)) || document.querySelector("article");
    if (!target) return;
    if (target.matches("span, a")) target = target.closest("p, li, dt, td, section, figure") ?? target;
    const parts = target.matches("dt") ? [target, target.nextElementSibling ?? target] : [target];
    const pick = asked(query);
    const wanted = understood(shelves[0], query).map(({ ways, rarity }) => [ways.map((form) => form.map(meant)), rarity]);
    const blocks = parts.flatMap((part) => [part, ...part.querySelectorAll(BLOCKS)]).filter((part) => part.matches(BLOCKS));
    let best = { block: target, score: 0 };
    for (const block of blocks) {
      const held = words(block.textContent);
      const stems = new Set(held.map(({ word }) => stem(word)));
      let score = 0;
      for (const [forms, rarity] of wanted) {
        if (forms.some((form) => form.every((word) => word.some((one) => stems.has(one))))) score += rarity;
      }
      score += 0.2 * new Set(pick(held).map(({ word }) => stem(word))).size;
      if (score > best.score + 1e-9) best = { block, score };
    }
    best.block.closest("details")?.setAttribute("open", "");
    best.block.classList.add("found");
    const first = best.block === target || best.block === target.firstElementChild;
    best.block.scrollIntoView({ block: first ? "start" : "center", behavior: "instant" });
    if (!globalThis.Highlight) return;
    const ranges = [];
    for (const part of parts) {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        for (const { start, end } of pick(words(walker.currentNode.data))) {
          const range = new Range();
          range.setStart(walker.currentNode, start);
          range.setEnd(walker.currentNode, end);
          ranges.push(range);
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      CSS.highlights.delete("found");
      best.block.classList.remove("found");
    });
  };

  const page = document.getElementById("search-page");
  if (page) searchPage(page);
  const fields = [...document.querySelectorAll("input[name=q]")].filter((field) => !page?.contains(field));
  fields.forEach(combobox); // the page for addresses that lead nowhere has a second one
  const led = new URLSearchParams(location.search).get("highlight");
  if (led) file("index").then(() => mark(led));
})();
