//! The page that shows problems in place of the one that was asked for.

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::render::RELOAD_SCRIPT;
use crate::render::body::{attribute, text};
use crate::report;

/// Problems shown on one page; the rest is counted.
const SHOWN: usize = 50;

/// Returns the page for a path.
pub fn html(path: &str, version: u64, diagnostics: &[Diagnostic], failure: Option<&str>) -> String {
    let count = |severity: Severity| {
        diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    };
    let errors = count(Severity::Error) + usize::from(failure.is_some());
    let warnings = count(Severity::Warning);
    let mut body = String::new();
    if let Some(failure) = failure {
        body.push_str(&format!(
            "<section class=\"diag\"><h2>{}</h2></section>\n",
            text(failure)
        ));
    }
    for diagnostic in diagnostics.iter().take(SHOWN) {
        body.push_str(&section(diagnostic));
    }
    if diagnostics.len() > SHOWN {
        let more = diagnostics.len() - SHOWN;
        body.push_str(&format!("<p>… 還有 {more} 個。 {more} more.</p>\n"));
    }
    format!(
        "<!doctype html>\n<html lang=\"zh-Hant\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <title>{errors} 個錯誤、{warnings} 個警告｜考證預覽</title>\n\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n\
         <link rel=\"stylesheet\" href=\"/kz.css\">\n\
         <link rel=\"stylesheet\" href=\"/__kaozheng/error.css\">\n\
         <script src=\"{RELOAD_SCRIPT}?{version}\" defer></script>\n</head>\n<body>\n\
         <main class=\"page error\">\n<h1>這一頁還不能顯示</h1>\n\
         <p class=\"status\"><span>預覽伺服器</span><span class=\"mono\">{}</span>\
         <span>{errors} 個錯誤，{warnings} 個警告</span><span>存檔後自動重試</span></p>\n\
         {body}</main>\n</body>\n</html>\n",
        text(path)
    )
}

fn section(diagnostic: &Diagnostic) -> String {
    let verdict = match diagnostic.severity {
        Severity::Error => "false",
        Severity::Warning => "missing-context",
    };
    let place = match diagnostic.places.first() {
        Some(place) => {
            let (line, column) = place.source.line_column(place.range.start);
            format!("{}:{line}:{column}", diagnostic.path)
        }
        None => diagnostic.path.clone(),
    };
    let mut html = format!(
        "<section class=\"diag\" data-v=\"{verdict}\" lang=\"en\"><h2>{} <code>{}</code></h2><p class=\"at mono\">{}</p>\n",
        text(&diagnostic.message),
        diagnostic.code,
        text(&place)
    );
    for (index, place) in diagnostic.places.iter().enumerate() {
        html.push_str(&excerpt(place, if index == 0 { "car" } else { "car k2" }));
        if !place.label.is_empty() {
            html.push_str(&format!(
                "<p class=\"say\"><b>{}</b></p>\n",
                text(&place.label)
            ));
        }
    }
    if let Some(help) = &diagnostic.help {
        html.push_str(&format!(
            "<p class=\"help\"><b>help</b>{}</p>\n",
            text(help)
        ));
    }
    html.push_str("</section>\n");
    html
}

fn excerpt(place: &Place, class: &str) -> String {
    let excerpt = report::excerpt(place);
    let mut html = String::from("<pre class=\"ex\">");
    let mut start = 0;
    for (index, line) in excerpt.text.split('\n').enumerate() {
        let end = start + line.len();
        let from = excerpt.range.start.clamp(start, end) - start;
        let to = excerpt.range.end.clamp(start, end) - start;
        let number = attribute(&(excerpt.line_number + index).to_string());
        html.push_str(&format!("<span class=\"l\" data-n=\"{number}\">"));
        let holds = excerpt.range.start <= end && excerpt.range.end >= start;
        if holds && from < to {
            html.push_str(&format!(
                "{}<span class=\"{class}\">{}</span>{}",
                text(&line[..from]),
                text(&line[from..to]),
                text(&line[to..])
            ));
        } else {
            html.push_str(&text(line));
        }
        html.push_str("</span>");
        start = end + 1;
    }
    html.push_str("</pre>");
    html
}
