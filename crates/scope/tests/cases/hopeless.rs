//! Tables nothing can be learned from: a fault that says what was found and how to mend it.

use frame::{Column, Frame, Kind, Profile};
use scope::run;

use crate::invented::input;

#[test]
fn hopeless_tables_are_faults_with_a_hint() {
    let fault = |columns: Vec<Column>| {
        let frame = Frame::new(columns);
        let profile = Profile::of(&frame);
        let fault = run(&input(&profile, &frame)).unwrap_err();
        assert!(fault.hint.is_some() && !fault.message.ends_with('.'), "{fault:?}");
        fault.message
    };
    let y = |values: &[&str]| Column::text("y", values.iter().map(|value| Some(*value)));
    let x = |values: Vec<f64>| Column::numbers("x", Kind::Number, values);
    assert!(fault(vec![y(&["a", "b"])]).contains("one column"));
    assert!(fault(vec![x(vec![1.0]), y(&["a"])]).contains("1 row"));
    assert!(fault(vec![x(vec![1.0; 4]), y(&["a", "b", "a", "b"])]).contains("same value in every row"));
    assert!(
        fault(vec![x(vec![1.0, 2.0]), Column::text("z", [Some("a"), Some("b")])]).contains("no column `y`")
    );
}
