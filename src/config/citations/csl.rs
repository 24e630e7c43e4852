//! What a style's file must be before Hayagriva may follow it.
//!
//! Hayagriva follows macros wherever they lead: one that leads to itself would never end, and some that each
//! double the one before would last as long. Nor does its reader know any place. So a file is gone through
//! once as XML: it must be well-formed and not nested too deep, and its macros must exist and end.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::diagnostic::{self, Diagnostic, Source};

/// How deep elements may stand in one another, those of a macro in the one that uses it: each costs a part of the
/// stack. The deepest of the styles that Hayagriva keeps has 62.
const DEPTH_MAX: usize = 128;

/// Macros that may be followed, each as often as it is used. The styles that Hayagriva keeps have up to 225,282.
const STEPS_MAX: usize = 2_000_000;

/// The elements of a file, and what is followed in it.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The local name of each element and the bytes of its start tag, in the order of the file.
    elements: Vec<(String, Range<usize>)>,
    /// The bytes of the start tag of the first.
    root: Range<usize>,
    macros: BTreeMap<String, Part>,
    /// What stands outside macros.
    rest: Part,
}

/// A macro, or what stands outside them.
#[derive(Debug, Default)]
struct Part {
    /// How deep its elements stand in one another.
    depth: usize,
    /// The macros that it uses.
    uses: Vec<Use>,
}

/// A place that uses a macro.
#[derive(Debug)]
struct Use {
    name: String,
    /// How deep it stands in its part.
    depth: usize,
    /// The bytes of the element.
    range: Range<usize>,
}

impl Outline {
    /// Goes through a file.
    ///
    /// # Errors
    /// The first place where it is no XML, or every macro that is missing or does not end.
    pub fn of(source: &Arc<Source>) -> Result<Outline, Vec<Diagnostic>> {
        let outline = read(source).map_err(|problem| vec![problem])?;
        let mut walk = Walk {
            source,
            macros: &outline.macros,
            known: HashMap::new(),
            open: Vec::new(),
            diagnostics: Vec::new(),
        };
        walk.part(&outline.rest);
        match walk.diagnostics {
            none if none.is_empty() => Ok(outline),
            problems => Err(problems),
        }
    }

    /// Returns the bytes of the first element that is meant, by its name and its bytes, or else those of the
    /// root.
    pub fn place(&self, is_meant: impl Fn(&str, &Range<usize>) -> bool) -> &Range<usize> {
        let mut elements = self.elements.iter();
        let found = elements.find(|(name, range)| is_meant(name, range));
        found.map_or(&self.root, |(_, range)| range)
    }
}

fn read(source: &Arc<Source>) -> Result<Outline, Diagnostic> {
    let mut outline = Outline::default();
    let mut reader = Reader::from_str(source.text());
    let mut open: Vec<Range<usize>> = Vec::new();
    // The macro that is read, and the depth of its element.
    let mut owner: Option<(String, usize)> = None;
    loop {
        let start = position(reader.buffer_position());
        let event = reader.read_event().map_err(|error| {
            let at = position(reader.error_position());
            diagnostic::style_syntax(source, &(at..at), &error.to_string())
        })?;
        let range = start..position(reader.buffer_position());
        let refuse = |reason: &str| diagnostic::style_syntax(source, &range, reason);
        match event {
            Event::Start(tag) | Event::Empty(tag) if open.len() >= DEPTH_MAX => {
                let name = tag.local_name().into_inner();
                return Err(refuse(&format!(
                    "`{name}` stands more than {DEPTH_MAX} deep"
                )));
            }
            Event::Start(tag) => {
                let own = element(&mut outline, &tag, &range, owner.as_ref(), open.len());
                let own = own.map_err(|reason| refuse(&reason))?;
                owner = owner.or(own.map(|name| (name, open.len())));
                open.push(range);
            }
            Event::Empty(tag) => {
                element(&mut outline, &tag, &range, owner.as_ref(), open.len())
                    .map_err(|reason| refuse(&reason))?;
            }
            Event::End(_) => {
                open.pop();
                owner = owner.filter(|(_, depth)| *depth < open.len());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match open.last() {
        Some(range) => Err(diagnostic::style_syntax(source, range, "it does not end")),
        None => match outline.elements.first() {
            Some((_, root)) => Ok(Outline {
                root: root.clone(),
                ..outline
            }),
            None => Err(diagnostic::style_syntax(
                source,
                &(0..0),
                "it has no element",
            )),
        },
    }
}

/// Returns an offset of a text that is in memory.
fn position(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// Takes note of an element in the depth of the file, and returns the name of the macro that it is. `owner` is the
/// macro that it stands in, with the depth of that.
fn element(
    outline: &mut Outline,
    tag: &BytesStart<'_>,
    range: &Range<usize>,
    owner: Option<&(String, usize)>,
    depth: usize,
) -> Result<Option<String>, String> {
    let name = tag.local_name().into_inner().to_owned();
    let (part, depth) = match owner {
        Some((owner, above)) => (
            outline.macros.entry(owner.clone()).or_default(),
            depth - above,
        ),
        None => (&mut outline.rest, depth),
    };
    part.depth = part.depth.max(depth);
    let mut own = None;
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|error| error.to_string())?.into_owned();
        match (name.as_str(), attribute.key.local_name().into_inner()) {
            ("macro", "name") => own = Some(value),
            (_, "macro") => part.uses.push(Use {
                name: value,
                depth,
                range: range.clone(),
            }),
            _ => {}
        }
    }
    if let Some(own) = &own {
        outline.macros.entry(own.clone()).or_default();
    }
    outline.elements.push((name, range.clone()));
    Ok(own)
}

/// A walk along the macros of a file.
struct Walk<'a> {
    source: &'a Arc<Source>,
    macros: &'a BTreeMap<String, Part>,
    /// What it costs to follow a macro.
    known: HashMap<&'a str, Cost>,
    /// The macros that led to where the walk is.
    open: Vec<&'a str>,
    diagnostics: Vec<Diagnostic>,
}

/// What it costs to follow a part.
#[derive(Debug, Clone, Copy)]
struct Cost {
    /// How many macros are followed, itself included.
    steps: usize,
    /// How deep elements stand in one another, those of its macros included.
    depth: usize,
}

impl<'a> Walk<'a> {
    /// Counts what it costs to follow a part, and reports what is missing in it or does not end.
    fn part(&mut self, part: &'a Part) -> Cost {
        let mut total = Cost {
            steps: 1,
            depth: part.depth,
        };
        for used in &part.uses {
            let inner = self.used(used);
            let cost = Cost {
                steps: total.steps.saturating_add(inner.steps),
                depth: total.depth.max(used.depth + inner.depth),
            };
            match cost.steps > STEPS_MAX || cost.depth > DEPTH_MAX {
                true => self.report_endless(used),
                false => total = cost,
            }
        }
        total
    }

    fn used(&mut self, used: &'a Use) -> Cost {
        let nothing = Cost { steps: 1, depth: 0 };
        let Some((name, part)) = self.macros.get_key_value(&used.name) else {
            let nearest = diagnostic::nearest(&used.name, self.macros.keys().map(String::as_str));
            let range = &used.range;
            let problem = diagnostic::style_macro(self.source, range, &used.name, nearest);
            self.diagnostics.push(problem);
            return nothing;
        };
        if let Some(cost) = self.known.get(name.as_str()) {
            return *cost;
        }
        if self.open.contains(&name.as_str()) || self.open.len() >= DEPTH_MAX {
            self.report_endless(used);
            return nothing;
        }
        self.open.push(name);
        let cost = self.part(part);
        self.open.pop();
        self.known.insert(name, cost);
        cost
    }

    fn report_endless(&mut self, used: &Use) {
        let problem = diagnostic::style_endless(self.source, &used.range, &used.name);
        self.diagnostics.push(problem);
    }
}
