#!/usr/bin/env python3
"""Writes a site of articles with many different words, and measures its search.

    benches/search.py write 10000 /tmp/library
    /usr/bin/time -v kaozheng -C /tmp/library build
    benches/search.py measure /tmp/library

The words are those of the converter's dictionary of phrases, some frequent and most rare as in a
language; an article has some 2,000 Han characters and four notes, every second one in Simplified
Chinese. Sizes are those of files compressed one by one. Queries are stretches of two to six
characters of the texts; what they find is compared with a search for the stretch itself. The same
number gives the same bytes.
"""

import bisect
import gzip
import itertools
import json
import pathlib
import random
import re
import sys

DICTIONARIES = pathlib.Path(__file__).parent.parent / "src/script/opencc"
DIGITS = "%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"
SHOWN = 10


def vocabulary():
    """Returns words in both scripts, and how often the first so many of them are drawn."""
    lines = (DICTIONARIES / "STPhrases.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines]
    words = [(simplified, forms.split(" ")[0]) for simplified, forms in pairs]
    lines = (DICTIONARIES / "STCharacters.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines]
    words += [(simplified, forms.split(" ")[0]) for simplified, forms in pairs]
    random.Random(1).shuffle(words)
    weights = itertools.accumulate(1 / (rank + 3) for rank in range(len(words)))
    return words, list(weights)


def write(count, folder):
    words, weights = vocabulary()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kaozheng.toml").write_text('title = "書庫"\n[archive]\nsearch = true\n', encoding="utf-8")
    for index in range(count):
        numbers = random.Random(index)
        script = 1 - index % 2

        def text(length):
            chosen = numbers.choices(words, cum_weights=weights, k=length)
            return "".join(word[script] for word in chosen)

        head = f"---\ntitle: {text(6)}\ndate: {2000 + index % 25}-{1 + index % 12:02}-{1 + index % 28:02}\n"
        head += f"language: {'zh-Hant-TW' if script else 'zh-Hans'}\ntags: [{words[index % 60][script]}, {words[index % 170][script]}]\n"
        head += f"source: {{ publisher: {words[index % 40][script]}報 }}\n---\n\n"
        body, notes = [], []
        for paragraph in range(16):
            sentences = [text(12) for _ in range(4)]
            mark = ""
            if paragraph % 4 == 0:
                mark = f"[^n{paragraph}]"
                notes.append(f"{mark}: **意見** 「{sentences[3]}」：{text(8)}。\n    - 據 [{text(2)}](https://example.org/)「{text(5)}」\n")
            body.append("，".join(sentences) + mark + "。\n")
        path = folder / f"content/articles/a{index:06}/index.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + "\n".join(body + notes), encoding="utf-8")


def read(path):
    return json.loads("[" + path.read_text(encoding="utf-8").removeprefix("kaozhengSearch(").rstrip().removesuffix(")") + "]")[1]


def compressed(path):
    return len(gzip.compress(path.read_bytes(), 6))


def members(text):
    if text[:1] == "$":
        sixes = enumerate(DIGITS.index(digit) for digit in text[1:])
        return {place * 6 + bit for place, six in sixes for bit in range(6) if six >> bit & 1}
    found, high, following = set(), 0, 0
    for digit in map(DIGITS.index, text):
        if digit >= 64:
            high = high * 25 + digit - 64
        else:
            following += high * 64 + digit
            found.add(following)
            high, following = 0, following + 1
    return found


def lists(shard, pair):
    group = shard.find(" " + pair[0])
    end = shard.find(" ", group + 1) % (len(shard) + 1)
    at = shard.find(pair[1], group + 2, end)
    if group < 0 or at < 0:
        return [set()] * 3
    written = re.match(r"[!$-~]*", shard[at + 1 :])[0].split("!")
    return [members(part) for part in written + [""] * (3 - len(written))]


def measure(folder):
    public = folder / "public/search"
    head = read(public / "head.js")
    table = dict(zip(head["fold"][::2], head["fold"][1::2]))
    fold = lambda text: "".join(table.get(character, character) for character in text)
    sources = {}
    for path in folder.glob("content/articles/*/index.md"):
        sources[path.parent.name] = path.read_text(encoding="utf-8").split("---\n", 2)[2]
    size = sum(len(text.encode()) for text in sources.values())
    shards = sorted(public.glob("[0-9]*.js"), key=lambda path: int(path.stem))
    heads = [public / "head.js", folder / "public/zh-hans/search/head.js"]
    index = sum(map(compressed, shards + heads))
    texts = sum(compressed(path) for path in public.glob("text/*.js"))
    print(f"articles {head['count']}, text {size:,} B")
    print(f"index {sum(path.stat().st_size for path in shards):,} B in {len(shards)} shards, the largest {max(path.stat().st_size for path in shards):,} B")
    print(f"index with both heads, compressed {index:,} B, {index / size:.3f} of the text; texts of an edition {texts:,} B")
    print(f"once: head {compressed(heads[0]):,} B, script {compressed(folder / 'public/search.js'):,} B")
    folded = {slug: fold(text) for slug, text in sources.items()}
    slugs = [read(public / f"text/{number}.js")["slug"] for number in range(head["count"])]
    numbers = random.Random(5)
    firsts = [shard[0] for shard in head["shards"]]
    right = wrong = missing = 0
    costs = {length: [] for length in range(2, 7)}
    for length in costs:
        while len(costs[length]) < 10:
            text = folded[numbers.choice(slugs)]
            start = numbers.randrange(len(text) - length)
            query = text[start : start + length]
            if not re.fullmatch("[\u3400-\u9fff]+", query):
                continue
            pairs = {query[at : at + 2] for at in range(length - 1)}
            needed = {pair: bisect.bisect(firsts, pair) - 1 for pair in pairs}
            found = [lists(read(shards[number])[1], pair) for pair, number in needed.items()]
            found = set().union(*(set.intersection(*(of[field] for of in found)) for field in range(3)))
            expected = {number for number, slug in enumerate(slugs) if query in folded[slug]}
            missing += len(expected - found)
            right += len(expected & found)
            wrong += len(found - expected)
            shown = sorted(found, reverse=True)[:SHOWN]
            cost = sum(compressed(shards[number]) for number in set(needed.values()))
            cost += sum(compressed(public / f"text/{number}.js") for number in shown)
            costs[length].append(cost)
    print(f"50 queries: missing {missing}, right {right}, wrong {wrong}, precision {right / (right + wrong):.3f}")
    for length, of in costs.items():
        print(f"{length} characters: {min(of):,}–{max(of):,} B a query with the texts of the first {SHOWN} results")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", count, folder]:
            write(int(count), pathlib.Path(folder))
        case ["measure", folder]:
            measure(pathlib.Path(folder))
        case _:
            sys.exit(__doc__)
