//! The customers: who they are, what they pay, who left, and one column that gives it away.

use frame::{Column, Frame, Kind};

/// The first day a customer of the example may have joined: 2021-01-01.
const FIRST_DAY: f64 = 18_628.0 * 86_400.0;

/// Customers of a subscription business, one row each.
///
/// Leaving depends on the contract, how long one has been a customer, calls to support and how long ago one
/// last logged in; the rest is chance. `retention_offer` is written by the desk when someone calls to leave:
/// it is the planted leak. Some fees are not known and stand as `n/a`.
pub fn customers(rows: usize, chance: &mut fastrand::Rng) -> Frame {
    let mut table = Customers::default();
    for row in 0..rows {
        table.add(row, chance);
    }
    let text =
        |name: &str, values: &[Option<String>]| Column::text(name, values.iter().map(Option::as_deref));
    Frame::new(vec![
        text("customer", &table.customer),
        text("household", &table.household),
        Column::numbers("joined_on", Kind::Date, table.joined_on),
        text("contract", &table.contract),
        text("payment", &table.payment),
        text("monthly_fee", &table.monthly_fee),
        Column::numbers("age", Kind::Integer, table.age),
        Column::numbers("support_calls", Kind::Integer, table.support_calls),
        Column::numbers("days_since_login", Kind::Integer, table.days_since_login),
        text("retention_offer", &table.retention_offer),
        text("churned", &table.churned),
    ])
}

#[derive(Default)]
struct Customers {
    customer: Vec<Option<String>>,
    household: Vec<Option<String>>,
    joined_on: Vec<f64>,
    contract: Vec<Option<String>>,
    payment: Vec<Option<String>>,
    monthly_fee: Vec<Option<String>>,
    age: Vec<f64>,
    support_calls: Vec<f64>,
    days_since_login: Vec<f64>,
    retention_offer: Vec<Option<String>>,
    churned: Vec<Option<String>>,
    households: usize,
}

impl Customers {
    fn add(&mut self, row: usize, chance: &mut fastrand::Rng) {
        // Two in five customers share the household of the one before.
        if row == 0 || chance.f64() > 0.4 {
            self.households += 1;
        }
        let monthly = chance.f64() < 0.55;
        let months = (chance.f64().powf(1.5) * 60.0).floor();
        let fee = 18.0 + 50.0 * chance.f64() + if monthly { 6.0 } else { 0.0 };
        let calls = if chance.f64() < 0.6 { 0 } else { chance.u32(1..=5) };
        let login = (-25.0 * (1.0 - chance.f64()).ln()).floor().min(180.0);
        let payment = ["card", "direct debit", "invoice"][chance.usize(0..3)];

        let pull = -3.1 + if monthly { 1.3 } else { 0.0 } - 0.035 * months
            + 0.45 * f64::from(calls)
            + 0.022 * login
            + if payment == "invoice" { 0.35 } else { 0.0 }
            + 0.012 * (fee - 43.0);
        let leaves = chance.f64() < 1.0 / (1.0 + f64::exp(-pull));
        let offered = chance.f64() < if leaves { 0.93 } else { 0.012 };
        let offer = ["10 % off", "one month free", "20 % off"][chance.usize(0..3)];

        self.customer.push(Some(format!("C{:06}", 100_000 + (row * 7_919) % 900_000)));
        self.household.push(Some(format!("H{:05}", 10_000 + self.households)));
        self.joined_on
            .push(FIRST_DAY + (60.0 - months) * 30.0 * 86_400.0 + f64::from(chance.u32(0..30)) * 86_400.0);
        self.contract.push(Some(if monthly { "monthly" } else { "yearly" }.to_owned()));
        self.payment.push(Some(payment.to_owned()));
        self.monthly_fee.push(Some(if chance.f64() < 0.02 { "n/a".to_owned() } else { format!("{fee:.2}") }));
        self.age.push(f64::from(chance.u32(18..80)));
        self.support_calls.push(f64::from(calls));
        self.days_since_login.push(login);
        self.retention_offer.push(offered.then(|| offer.to_owned()));
        self.churned.push(Some(if leaves { "yes" } else { "no" }.to_owned()));
    }
}
