//! A Word document (Office Open XML, ECMA-376) to a draft.
//!
//! 1. Find the parts by their relationships ([`Relations`]).
//! 2. Read styles and numberings, which say what paragraphs are (`styles`, `numbering`).
//! 3. Make blocks of the document and of the notes it refers to (`body`, `runs`).
//! 4. Set aside what is no text of it: comments, headers and footers, deleted text, properties.
//! 5. Fill the fields with the rules of [`super::text`].
//! 6. Hold that every character of the document is somewhere.

mod body;
mod fields;
mod formula;
mod numbering;
mod runs;
mod styles;

use std::collections::{BTreeMap, HashMap};

use super::archive::{Archive, resolve};
use super::draft::{Block, Draft, Inline, plain_text};
use super::pictures::{Picture, Pictures};
use super::text as rules;
use super::xml::Element;
use crate::diagnostic::{self, Diagnostic};
use numbering::Numbering;
use styles::Styles;

/// What the format is called.
const FORMAT: &str = "a Word document";

/// The first bytes of an OLE compound file: an encrypted document, or one of Word 97.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The part that has the text, where no relationship says otherwise.
const MAIN_PART: &str = "word/document.xml";

/// What a document became.
#[derive(Debug)]
pub(super) struct Document {
    pub draft: Draft,
    pub pictures: Vec<Picture>,
    /// Characters made visible.
    pub controls: usize,
}

/// Where a relationship leads.
#[derive(Debug, Clone)]
struct Relation {
    kind: String,
    target: String,
    is_external: bool,
}

/// The relationships of a part, by their ids.
type Relations = HashMap<String, Relation>;

/// A document that is being read.
struct Reader<'a, 'b> {
    archive: &'b mut Archive<'a>,
    styles: Styles,
    numbering: Numbering,
    /// The part that is read.
    part: String,
    relations: Relations,
    draft: Draft,
    pictures: Pictures,
    /// Names of the notes that were referred to, by kind and id.
    notes: Vec<(bool, String)>,
    fields: Vec<runs::FieldCode>,
    /// What is said of the next picture.
    description: String,
    is_in_note: bool,
    /// Why a part could not be read.
    problem: Option<Diagnostic>,
}

/// Returns whether an archive is a Word document.
pub(super) fn is_document(archive: &Archive<'_>) -> bool {
    archive.has(MAIN_PART)
}

/// Reads a document.
///
/// # Errors
/// A diagnostic when it is encrypted, damaged or made to do harm.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Document, Diagnostic> {
    if bytes.starts_with(COMPOUND) {
        let marker: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let is_encrypted = bytes.windows(marker.len()).any(|window| window == marker);
        return Err(match is_encrypted {
            true => diagnostic::import_encrypted(name, FORMAT),
            false => diagnostic::import_binary(name, "a document of Word 97 to 2003 (.doc)"),
        });
    }
    let mut archive = Archive::open(name, FORMAT, bytes)?;
    let package = relations(&mut archive, "")?;
    let of_kind = |kind: &str| {
        let mut relations = package.values();
        let relation = relations.find(|relation| relation.kind == kind && !relation.is_external);
        relation.map(|relation| relation.target.clone())
    };
    let main = of_kind("officeDocument").unwrap_or_else(|| MAIN_PART.to_owned());
    let root = archive.xml(&main)?;
    let missing = || diagnostic::import_broken(name, FORMAT, &format!("`{main}` is missing"));
    let root = root.ok_or_else(missing)?;
    let relations = relations(&mut archive, &main)?;
    let own = |archive: &mut Archive<'_>, kind: &str| part_of_kind(archive, &relations, kind);
    let mut reader = Reader {
        styles: Styles::of(&own(&mut archive, "styles")?),
        numbering: Numbering::of(&own(&mut archive, "numbering")?),
        part: main.clone(),
        relations: relations.clone(),
        draft: Draft::default(),
        pictures: Pictures::default(),
        notes: Vec::new(),
        fields: Vec::new(),
        description: String::new(),
        is_in_note: false,
        problem: None,
        archive: &mut archive,
    };
    let holder = root.child("body").unwrap_or(&root);
    reader.draft.body = reader.blocks(holder);
    let lost = lost(holder, &reader.draft);
    if !lost.is_empty() {
        return Err(diagnostic::import_unaccounted(name, &lost));
    }
    reader.read_notes(&relations)?;
    reader.read_beside(&relations)?;
    if let Some(problem) = reader.problem {
        return Err(problem);
    }
    let (mut draft, pictures) = (reader.draft, reader.pictures);
    let core = of_kind("core-properties").unwrap_or_else(|| "docProps/core.xml".to_owned());
    let core = archive.xml(&core)?.unwrap_or_default();
    fields::keep_properties(&core, &mut draft);
    fields::take_title(&core, &mut draft);
    rules::fill(&mut draft);
    fields::take_creator(&core, &mut draft);
    for picture in &pictures.missing {
        draft.set_aside("image-not-captured", picture);
    }
    Ok(Document {
        draft,
        pictures: pictures.kept,
        controls: archive.controls,
    })
}

impl Reader<'_, '_> {
    /// Returns where a relationship of the part leads.
    fn target(&self, id: &str) -> Option<String> {
        self.relations
            .get(id)
            .map(|relation| relation.target.clone())
    }

    /// Returns the name of the note that is referred to.
    fn refer(&mut self, id: &str, is_end: bool) -> Option<String> {
        if self.is_in_note {
            return None;
        }
        let note = (is_end, id.to_owned());
        let position = self.notes.iter().position(|known| *known == note);
        let number = position.unwrap_or_else(|| {
            self.notes.push(note);
            self.notes.len() - 1
        });
        Some(note_name(number))
    }

    /// Keeps the picture that a relationship leads to.
    fn picture(&mut self, id: &str) -> Option<Inline> {
        let relation = self.relations.get(id)?.clone();
        let description = std::mem::take(&mut self.description);
        if relation.is_external {
            self.pictures.miss(&description, &relation.target);
            return None;
        }
        let bytes = match self.archive.part(&relation.target) {
            Ok(bytes) => bytes.unwrap_or_default(),
            Err(problem) => {
                self.problem.get_or_insert(problem);
                return None;
            }
        };
        let name = self.pictures.keep(bytes);
        if name.is_none() {
            self.pictures.miss(&description, &relation.target);
        }
        Some(Inline::Image(name?, description))
    }

    /// Reads the notes that were referred to; the others are set aside.
    fn read_notes(&mut self, relations: &Relations) -> Result<(), Diagnostic> {
        let referred = std::mem::take(&mut self.notes);
        let mut found: BTreeMap<usize, Vec<Block>> = BTreeMap::new();
        for (kind, element_name, is_end) in [
            ("footnotes", "footnote", false),
            ("endnotes", "endnote", true),
        ] {
            let Some(part) = target_of_kind(relations, kind) else {
                continue;
            };
            let Some(root) = self.archive.xml(&part)? else {
                continue;
            };
            self.relations = self::relations(self.archive, &part)?;
            self.part = part;
            self.is_in_note = true;
            for note in root.elements().filter(|inner| inner.name == element_name) {
                // The lines above notes are notes, too.
                let is_line = note.attribute("type").is_some_and(|kind| kind != "normal");
                let id = note.attribute("id").unwrap_or_default();
                let blocks = self.blocks(note);
                let place = referred
                    .iter()
                    .position(|(end, known)| *end == is_end && known == id);
                match place {
                    Some(place) if !is_line => {
                        found.insert(place, blocks);
                    }
                    _ => self
                        .draft
                        .set_aside("note-without-reference", &plain_text(&blocks)),
                }
            }
            self.is_in_note = false;
        }
        for place in 0..referred.len() {
            let blocks = found.remove(&place).unwrap_or_default();
            let is_blank = plain_text(&blocks).trim().is_empty();
            let blocks = match is_blank {
                // A reference needs a note.
                true => vec![Block::paragraph("…")],
                false => blocks,
            };
            self.draft.notes.push((note_name(place), blocks));
        }
        Ok(())
    }

    /// Sets aside what stands beside the text: headers, footers, comments, diagrams, charts.
    fn read_beside(&mut self, relations: &Relations) -> Result<(), Diagnostic> {
        let mut beside: Vec<&Relation> = relations.values().collect();
        beside.sort_by(|one, other| one.target.cmp(&other.target));
        let mut seen: Vec<String> = Vec::new();
        for relation in beside.into_iter().filter(|relation| !relation.is_external) {
            let rule = match relation.kind.as_str() {
                "header" => "page-header",
                "footer" => "page-footer",
                "comments" => "comment",
                "diagramData" => "diagram",
                "chart" => "chart",
                _ => continue,
            };
            let Some(root) = self.archive.xml(&relation.target)? else {
                continue;
            };
            let texts = match rule {
                "comment" => root.elements().map(comment).collect(),
                _ => vec![lines(&root)],
            };
            for text in texts {
                // Every section may have the same header.
                let mark = format!("{rule} {text}");
                if !seen.contains(&mark) {
                    self.draft.set_aside(rule, &text);
                    seen.push(mark);
                }
            }
        }
        Ok(())
    }
}

fn note_name(place: usize) -> String {
    format!("fn{}", place + 1)
}

/// Returns the relationships of a part, or of the package when the part is nothing.
fn relations(archive: &mut Archive<'_>, part: &str) -> Result<Relations, Diagnostic> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let separator = if folder.is_empty() { "" } else { "/" };
    let of_part = format!("{folder}{separator}_rels/{file}.rels");
    let root = archive.xml(&of_part)?.unwrap_or_default();
    let relations = root.elements().filter_map(|element| {
        let target = element.attribute("Target")?;
        let is_external = element.attribute("TargetMode") == Some("External");
        let relation = Relation {
            kind: element.attribute("Type")?.rsplit('/').next()?.to_owned(),
            target: match is_external {
                true => target.to_owned(),
                false => resolve(part, target)?,
            },
            is_external,
        };
        Some((element.attribute("Id")?.to_owned(), relation))
    });
    Ok(relations.collect())
}

fn target_of_kind(relations: &Relations, kind: &str) -> Option<String> {
    let mut relations = relations.values();
    let found = relations.find(|relation| relation.kind == kind && !relation.is_external);
    found.map(|relation| relation.target.clone())
}

fn part_of_kind(
    archive: &mut Archive<'_>,
    relations: &Relations,
    kind: &str,
) -> Result<Element, Diagnostic> {
    let Some(part) = target_of_kind(relations, kind) else {
        return Ok(Element::default());
    };
    Ok(archive.xml(&part)?.unwrap_or_default())
}

/// Returns the form of alternative content that is read: the first that has text or a picture
/// (ECMA-376, part 3, section 10.2).
fn chosen(element: &Element) -> Option<&Element> {
    let has_content = |element: &&Element| {
        let is_picture = |name: &str| !element.descendants(name).is_empty();
        !element.text().trim().is_empty() || is_picture("blip") || is_picture("imagedata")
    };
    let mut forms = element.elements();
    forms
        .find(has_content)
        .or_else(|| element.elements().next())
}

/// Returns a comment, with its author before it.
fn comment(element: &Element) -> String {
    let author = element.attribute("author").unwrap_or_default().trim();
    let separator = if author.is_empty() { "" } else { "：" };
    format!("{author}{separator}{}", lines(element))
}

/// Returns the text of a part, a line for each paragraph.
fn lines(root: &Element) -> String {
    let mut paragraphs = root.descendants("p");
    if paragraphs.is_empty() {
        paragraphs = root.descendants("v");
    }
    let lines = paragraphs
        .into_iter()
        .map(|paragraph| paragraph.text().trim().to_owned());
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// Returns the characters of a document that its draft has not, each with their number.
fn lost(root: &Element, draft: &Draft) -> BTreeMap<char, i64> {
    let mut counts: BTreeMap<char, i64> = BTreeMap::new();
    let mut count = |text: &str, by: i64| {
        for character in text.chars().filter(|it| !it.is_whitespace()) {
            *counts.entry(character).or_default() += by;
        }
    };
    let mut open = vec![root];
    while let Some(element) = open.pop() {
        match element.name.as_str() {
            "t" | "delText" => count(&element.text(), 1),
            "AlternateContent" => open.extend(chosen(element)),
            _ => open.extend(element.elements()),
        }
    }
    count(&plain_text(&draft.body), -1);
    count(&draft.title, -1);
    count(&draft.signs, -1);
    for aside in &draft.aside {
        count(&aside.text, -1);
    }
    counts.retain(|_, count| *count > 0);
    counts
}
