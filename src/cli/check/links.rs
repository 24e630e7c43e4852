//! `kaozheng check --links`: ask whether pages of others are still there.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::cli::output::{Output, counted};
use crate::cli::progress;
use crate::diagnostic::Diagnostic;
use crate::links::{self, Options, Trouble};
use crate::project::answers::{ANSWERS, Answers, Meaning};
use crate::publish::{PublishError, write_state};
use crate::{Prepared, Project};

/// The pause between two questions to one host.
const PAUSE: Duration = Duration::from_secs(1);
/// How long a question may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Seconds in a day.
const DAY: u64 = 24 * 60 * 60;

#[derive(Debug, clap::Args)]
pub struct LinkArguments {
    /// Ask also whether the pages of others that the site links to are still there; writes a table of
    /// those that are not
    #[arg(long)]
    links: bool,
    /// With --links, ask for what was last asked so many days ago
    #[arg(long, value_name = "N", default_value_t = 7, requires = "links")]
    days: u64,
    /// With --links, ask for so many minutes at most
    #[arg(long, value_name = "N", default_value_t = 30, requires = "links")]
    minutes: u64,
}

/// What became of the links.
#[derive(Default)]
pub struct Report {
    /// A warning for each link that did not answer as a page does.
    pub diagnostics: Vec<Diagnostic>,
    /// The same as a table.
    pub table: String,
    /// Their numbers, as a sentence and as data.
    pub totals: Option<(String, Value)>,
}

/// Asks for the links, when that is wanted, and keeps the answers in the site's state folder.
///
/// # Errors
/// When they cannot be kept.
pub fn check(
    project: &Project,
    prepared: &Prepared,
    arguments: &LinkArguments,
    output: &Output,
) -> Result<Report, PublishError> {
    if !arguments.links {
        return Ok(Report::default());
    }
    let links = links::gather(&prepared.site);
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let options = Options {
        allows: links::is_public,
        pause: PAUSE,
        patience: PATIENCE,
        total: Duration::from_secs(arguments.minutes.saturating_mul(60)),
        age: arguments.days.saturating_mul(DAY),
        now: now.map_or(0, |now| now.as_secs()),
    };
    let bar = progress::bar(links.len());
    let answers = links::ask(&links, &project.answers, &options, &|asked| {
        bar.set_position(asked as u64);
    });
    bar.finish_and_clear();
    let bytes = serde_json::to_vec(&answers).expect("answers can be written as JSON");
    write_state(&project.root, ANSWERS, &bytes)?;
    let unknown = links.len() - answers.links.len();
    if unknown > 0 {
        let unknown = counted(unknown, "link");
        output.say(&format!(
            "{unknown} were not asked for, for the time was over; run it again"
        ));
    }
    let troubles = links::troubles(&links, &answers);
    Ok(Report {
        diagnostics: troubles.iter().map(Trouble::diagnostic).collect(),
        table: troubles.iter().map(row).collect(),
        totals: Some(totals(links.len(), &answers)),
    })
}

/// Returns a line of the table: the place, what the address answered, the address, and its copy.
fn row(trouble: &Trouble) -> String {
    let place = &trouble.place;
    let (line, column) = place.source.line_column(place.range.start);
    let path = &place.source.path;
    let answer = match trouble.answer.meaning {
        Meaning::Dead => trouble.answer.words.clone(),
        _ => format!("? {}", trouble.answer.words),
    };
    let archived = place.archived.as_deref().unwrap_or("-");
    let fields = [
        &format!("{path}:{line}:{column}"),
        &answer,
        &place.url,
        archived,
    ];
    // What came from others may hold what a table or a terminal would obey.
    let fields = fields.map(|field| field.replace(char::is_control, " "));
    fields.join("\t") + "\n"
}

fn totals(links: usize, answers: &Answers) -> (String, Value) {
    let count = |meaning: Meaning| {
        let answers = answers.links.values();
        answers.filter(|answer| answer.meaning == meaning).count()
    };
    let [alive, dead, unsure] = [Meaning::Alive, Meaning::Dead, Meaning::Unsure].map(count);
    let sentence = format!(
        "{} out of the site: {alive} alive, {dead} dead, {unsure} unsure",
        counted(links, "link")
    );
    let data = json!({ "links": links, "alive": alive, "dead": dead, "unsure": unsure });
    (sentence, data)
}
