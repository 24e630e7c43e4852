#!/usr/bin/env python3
"""Writes a site of made-up articles, to measure how fast it is built, and the same texts for Hugo.

    benches/corpus.py 1000 /tmp/corpus
    /usr/bin/time -v kaozheng -C /tmp/corpus/kaozheng build
    /usr/bin/time -v hugo -s /tmp/corpus/hugo

An article has some 2,000 Han characters (6 KB) and eight notes; for Hugo, which builds one edition,
the notes are left out. The same number gives the same bytes.
"""

import pathlib
import random
import sys

WORDS = (
    "美股 利率 公司 研究 報告 頭髮 後面 發展 科學 經濟 資料 網路 軟體 市場 調查 記者 政府 大學 數字 歷史 "
    "新高 去年 增加 下降 認為 指出 顯示 根據 其中 因此 但是 以及 超過 達到 三成 五千萬"
).split()

PAGE = (
    '<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>'
    "<body><h1>{{ .Title }}</h1>"
)
LIST = '<ul>{{ range .Paginator.Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>'
END = "</body></html>\n"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def texts(numbers):
    """Returns the text of an article, with notes and without."""
    noted, bare, notes = [], [], []
    for paragraph in range(16):
        for sentence in range(4):
            words = "".join(numbers.choice(WORDS) for _ in range(14))
            bare.append(words + "。")
            if paragraph % 2 or sentence != 1:
                noted.append(words + "。")
                continue
            noted.append(f"{words}[^n{paragraph}]。")
            notes.append(
                f"[^n{paragraph}]: **錯誤** 「{words}」：資料不符。\n"
                f"    - 據 [報紙 {paragraph}](https://example.org/{paragraph})「後面的數字」\n\n"
            )
        noted.append("\n\n")
        bare.append("\n\n")
    return "".join(noted + notes), "".join(bare)


def main(number, folder):
    ours, hugo = folder / "kaozheng", folder / "hugo"
    write(ours / "kaozheng.toml", 'title = "語料"\nbase_url = "https://example.org/"\n')
    write(
        hugo / "hugo.toml",
        'baseURL = "https://example.org/"\ntitle = "語料"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n',
    )
    write(hugo / "layouts/single.html", PAGE + "{{ .Content }}" + END)
    write(hugo / "layouts/list.html", PAGE + LIST + END)
    write(hugo / "layouts/home.html", PAGE + LIST + END)
    for index in range(number):
        date = f"{2000 + index % 25}-{1 + index % 12:02}-{1 + index % 28:02}"
        head = f"---\ntitle: {WORDS[index % len(WORDS)]}第{index}篇\ndate: {date}\n"
        noted, bare = texts(random.Random(index))
        name = f"a{index:06}"
        write(ours / f"content/articles/{name}/index.md", f"{head}language: zh-Hant-TW\n---\n\n{noted}")
        write(hugo / f"content/articles/{name}.md", f"{head}---\n\n{bare}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(int(sys.argv[1]), pathlib.Path(sys.argv[2]))
