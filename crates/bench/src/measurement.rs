//! Percentiles of a series of samples.

/// What a benchmark found out. For a single figure all percentiles are that figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measurement {
    pub unit: &'static str,
    pub p50: f64,
    pub p90: f64,
    pub p99: f64,
    /// How many samples there were.
    pub n: usize,
}

impl Measurement {
    /// Percentiles by nearest rank; zero if there are no samples.
    pub fn of(unit: &'static str, mut samples: Vec<f64>) -> Self {
        samples.sort_by(f64::total_cmp);
        let n = samples.len();
        let rank = |percent: usize| {
            let index = (n * percent).div_ceil(100).saturating_sub(1);
            samples.get(index).copied().unwrap_or_default()
        };
        Self {
            unit,
            p50: rank(50),
            p90: rank(90),
            p99: rank(99),
            n,
        }
    }

    pub fn single(unit: &'static str, value: f64) -> Self {
        Self::of(unit, vec![value])
    }

    /// This one's percentiles as multiples of the other's.
    pub fn ratio_to(&self, other: &Self) -> Self {
        Self {
            unit: "x",
            p50: self.p50 / other.p50,
            p90: self.p90 / other.p90,
            p99: self.p99 / other.p99,
            n: self.n.min(other.n),
        }
    }
}

/// What one benchmark gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    pub figure: Measurement,
    /// For rates: how long one of what was counted took.
    pub latency: Option<Measurement>,
    /// What else was found, by name.
    pub details: Vec<(&'static str, Measurement)>,
}

impl From<Measurement> for Outcome {
    fn from(figure: Measurement) -> Self {
        Self {
            figure,
            latency: None,
            details: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Measurement;

    #[test]
    fn percentiles_by_nearest_rank() {
        let found = Measurement::of("ms", (1..=200).rev().map(f64::from).collect());
        assert_eq!(
            (found.p50, found.p90, found.p99, found.n),
            (100.0, 180.0, 198.0, 200)
        );
        let found = Measurement::single("KB", 7.0);
        assert_eq!(
            (found.p50, found.p90, found.p99, found.n),
            (7.0, 7.0, 7.0, 1)
        );
        assert_eq!(Measurement::of("ms", vec![]).n, 0);
    }
}
