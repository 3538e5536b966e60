use super::*;

const HOUR_SECONDS: i64 = 3600;

/// The machine's time: what an unmoved clock shows.
fn wall() -> Timestamp {
    Clock::default().now()
}

fn distance_seconds(one: Timestamp, other: Timestamp) -> i64 {
    (one.seconds() - other.seconds()).abs()
}

#[test]
fn a_wall_date_is_read_as_the_time_the_stack_showed_then() {
    let clock = Clock::default();
    clock.advance(10 * HOUR_SECONDS).unwrap();
    let at = virtual_moment(&clock, clock.now(), wall(), Kind::Query);
    assert!(distance_seconds(at, clock.now()) <= 1, "{at:?}");
}

#[test]
fn a_date_of_the_stacks_own_clock_is_taken_as_it_is() {
    let clock = Clock::default();
    clock.advance(10 * HOUR_SECONDS).unwrap();
    let signed = clock.now();
    let at = virtual_moment(&clock, clock.now(), signed, Kind::Header);
    assert!(distance_seconds(at, signed) <= 1, "{at:?}");
}

#[test]
fn a_url_signed_by_a_moved_clock_ages_when_the_clock_moves_on() {
    let clock = Clock::default();
    clock.advance(10 * HOUR_SECONDS).unwrap();
    let signed = clock.now();
    clock.advance(HOUR_SECONDS).unwrap();
    let at = virtual_moment(&clock, clock.now(), signed, Kind::Query);
    assert_eq!(at, signed);
}
