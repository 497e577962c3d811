//! Times as cron has them: minute, hour, day of the month, month, day of the week.

/// What each field may hold.
const RANGES: [(u8, u8); 5] = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)];

/// The days of each month in a leap year.
const DAYS: [u8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Whether `text` has the five fields, each with numbers in its range, and names a time that comes.
pub(super) fn is_cron(text: &str) -> bool {
    let fields: Vec<&str> = text.split(' ').collect();
    let [_, _, days, months, weekdays] = fields.as_slice() else { return false };
    fields.iter().zip(RANGES).all(|(field, range)| field.split(',').all(|part| values(part, range).is_some()))
        && (!weekdays.starts_with('*') || comes(days, months))
}

/// The numbers that one part of a field stands for.
fn values(part: &str, (least, most): (u8, u8)) -> Option<Vec<u8>> {
    let number = |text: &str| text.parse::<u8>().ok().filter(|number| (least..=most).contains(number));
    let (span, step) = match part.split_once('/') {
        Some((span, step)) => (span, Some(step.parse::<u8>().ok().filter(|step| (1..=most).contains(step))?)),
        None => (part, None),
    };
    let (from, to) = match span.split_once('-') {
        Some((from, to)) => (number(from)?, number(to)?),
        None if span == "*" => (least, most),
        // With a step, the first of all that follow.
        None => (number(span)?, if step.is_some() { most } else { number(span)? }),
    };
    (from <= to).then(|| (from..=to).step_by(step.unwrap_or(1).into()).collect())
}

/// Whether any of the months has any of the days: the 31st of February never comes.
fn comes(days: &str, months: &str) -> bool {
    let all = |field: &str, range: (u8, u8)| -> Vec<u8> {
        field.split(',').filter_map(|part| values(part, range)).flatten().collect()
    };
    let days = all(days, RANGES[2]);
    let longest = all(months, RANGES[3]).into_iter().map(|month| DAYS[usize::from(month) - 1]).max();
    days.into_iter().min() <= longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_those_of_cron() {
        for good in [
            "15 3 * * *",
            "*/5 * * * *",
            "10/20 * * * *",
            "0 9-17/2 1,15 * 1-5",
            "0 0 29 2 *",
            "0 0 31 1,2 *",
            "0 0 31 2 1",
        ] {
            assert!(is_cron(good), "{good}");
        }
        for bad in [
            "",
            "60 * * * *",
            "* * * *",
            "@daily",
            "5 24 * * *",
            "0 0 0 * *",
            "0  0 * * *",
            "0 17-9 * * *",
            "*/0 * * * *",
            "0 0 30 2 *",
            "0 0 31 4,6 *",
        ] {
            assert!(!is_cron(bad), "{bad}");
        }
    }
}
