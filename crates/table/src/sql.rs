//! SQL: an expression over each row, and queries over the whole table, through DataFusion.

use std::fmt::Write;
use std::sync::Arc;

use datafusion::arrow::array::{AsArray, RecordBatch};
use datafusion::arrow::datatypes::{DataType, SchemaRef};
use datafusion::catalog::streaming::StreamingTable;
use datafusion::common::{DFSchema, DataFusionError, SchemaError};
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::Expr;
use datafusion::physical_plan::PhysicalExpr;
use datafusion::physical_plan::stream::RecordBatchReceiverStream;
use datafusion::physical_plan::streaming::PartitionStream;
use datafusion::prelude::{SQLOptions, SessionConfig, SessionContext};
use frame::Frame;
use futures::StreamExt;
use report::{Fault, suggest};

use crate::batch::{of_frame, shown};
use crate::gather::Gather;
use crate::memory::{half_of_machine, size};
use crate::read::{Chosen, unreadable};
use crate::records::ROWS;
use crate::schema::plural;
use crate::table::Table;

/// For each row of a frame whether an SQL expression is true; `None` where a value it needs is missing.
pub fn rows_where(frame: &Frame, expression: &str) -> Result<Vec<Option<bool>>, Fault> {
    let batch = of_frame(frame).map_err(|error| unreadable(&error))?;
    let condition = Condition::parse(expression, &batch.schema(), half_of_machine())?;
    condition.rows(&batch)
}

impl Table {
    /// For each row whether an SQL expression over its columns is true, such as
    /// `Contract = 'Month-to-month' AND tenure < 12`; `None` where a value it needs is missing. Names are as in
    /// the table, upper and lower case apart; in double quotes when they hold spaces.
    pub fn filter(&self, expression: &str) -> Result<Vec<Option<bool>>, Fault> {
        let all = self.chosen(&self.positions(None)?);
        let used = Condition::parse(expression, &all.schema, self.memory)?.columns;
        let used: Vec<&str> = used.iter().map(String::as_str).collect();
        // An expression of constants still has one value a row.
        let positions = if used.is_empty() { vec![0] } else { self.positions(Some(&used))? };
        let chosen = self.chosen(&positions);
        let condition = Condition::parse(expression, &chosen.schema, self.memory)?;
        let mut rows = Vec::with_capacity(self.rows() as usize);
        for batch in self.batches(&chosen) {
            rows.extend(condition.rows(&batch?)?);
        }
        Ok(rows)
    }

    /// The answer to an SQL query in which the table is called `data`. Memory is bounded: large sorts and
    /// groupings spill to disk. Rows without `ORDER BY` come in an order that is the same every time.
    pub fn query(&self, sql: &str) -> Result<Frame, Fault> {
        self.query_as(sql, "data")
    }

    /// As [`Table::query`], with the table under another name.
    pub fn query_as(&self, sql: &str, name: &str) -> Result<Frame, Fault> {
        let chosen = self.chosen(&self.positions(None)?);
        let names: Vec<String> = self.fields.iter().map(|field| field.name.clone()).collect();
        let failed = |error: DataFusionError| fault(&error, "query", sql, &names);
        let scan = Scan { table: self.clone(), chosen };
        let schema = scan.chosen.schema.clone();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Fault::new(format!("the query engine could not start: {error}")))?;
        let context = context(self.memory).map_err(failed)?;
        runtime.block_on(async {
            let data = StreamingTable::try_new(schema, vec![Arc::new(scan)]).map_err(failed)?;
            context.register_table(name, Arc::new(data)).map_err(failed)?;
            let only_reading =
                SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
            let answer = context.sql_with_options(sql, only_reading).await.map_err(failed)?;
            let mut stream = answer.execute_stream().await.map_err(failed)?;
            let mut batches = vec![RecordBatch::new_empty(stream.schema())];
            let mut bytes = 0;
            while let Some(batch) = stream.next().await {
                let batch = batch.map_err(failed)?;
                bytes += batch.get_array_memory_size();
                if bytes > self.memory {
                    let limit = size(self.memory);
                    return Err(Fault::new(format!(
                        "the answer to the query `{sql}` is larger than the limit of {limit}"
                    ))
                    .hint("ask for fewer rows or columns, or raise the limit (--memory)"));
                }
                batches.push(batch);
            }
            frame(&batches)
        })
    }
}

/// The batches of an answer as a frame.
fn frame(batches: &[RecordBatch]) -> Result<Frame, Fault> {
    let mut gather: Option<Gather> = None;
    for batch in batches {
        let schema = batch.schema();
        let columns: Result<Vec<_>, _> = batch.columns().iter().map(shown).collect();
        let columns = columns.map_err(|error| unreadable(&error))?;
        let named =
            schema.fields().iter().zip(&columns).map(|(field, (kind, _))| (field.name().as_str(), *kind));
        let arrays = RecordBatch::try_new(
            crate::arrays::schema(named.clone()),
            columns.iter().map(|(_, array)| array.clone()).collect(),
        );
        let gather = gather.get_or_insert_with(|| Gather::new(named));
        gather.push(&arrays.map_err(|error| unreadable(&error))?, None);
    }
    Ok(gather.map(Gather::finish).unwrap_or_default())
}

/// A condition on one row, ready to be applied to batches of a schema.
struct Condition {
    text: String,
    expression: Arc<dyn PhysicalExpr>,
    /// The columns it names.
    columns: Vec<String>,
    names: Vec<String>,
}

impl Condition {
    fn parse(text: &str, schema: &SchemaRef, memory: usize) -> Result<Condition, Fault> {
        let names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
        if text.trim().is_empty() {
            return Err(
                Fault::new("the expression is empty").hint("write a condition on a row, such as `age > 40`")
            );
        }
        let failed = |error: DataFusionError| fault(&error, "expression", text, &names);
        let context = context(memory).map_err(failed)?;
        // By its own schema, not its table's: an expression names columns only.
        let schema = DFSchema::try_from(schema.as_ref().clone()).map_err(failed)?;
        let parsed: Expr = context.parse_sql_expr(text, &schema).map_err(failed)?;
        let mut columns: Vec<String> =
            parsed.column_refs().iter().map(|column| column.name.clone()).collect();
        columns.sort();
        let expression = context.create_physical_expr(parsed, &schema).map_err(failed)?;
        let result = expression.data_type(schema.as_arrow()).map_err(failed)?;
        if !matches!(result, DataType::Boolean | DataType::Null) {
            let kind = crate::arrays::kind(&result).map_or("no truth value", plural);
            return Err(Fault::new(format!("the expression `{text}` gives {kind}, not true or false"))
                .hint("compare it with something, such as `age > 40`"));
        }
        Ok(Condition { text: text.to_owned(), expression, columns, names })
    }

    fn rows(&self, batch: &RecordBatch) -> Result<Vec<Option<bool>>, Fault> {
        let mut rows = Vec::with_capacity(batch.num_rows());
        for start in (0..batch.num_rows()).step_by(ROWS) {
            let part = batch.slice(start, ROWS.min(batch.num_rows() - start));
            let values = self.expression.evaluate(&part).and_then(|value| value.into_array(part.num_rows()));
            let values = values.map_err(|error| fault(&error, "expression", &self.text, &self.names))?;
            match values.as_boolean_opt() {
                Some(values) => rows.extend(values.iter()),
                None => rows.extend(std::iter::repeat_n(None, part.num_rows())),
            }
        }
        Ok(rows)
    }
}

/// DataFusion with names taken as they are written, and one partition: sums are then the same every time.
fn context(memory: usize) -> Result<SessionContext, DataFusionError> {
    let mut config = SessionConfig::new().with_target_partitions(1).with_batch_size(ROWS);
    config.options_mut().sql_parser.enable_ident_normalization = false;
    let pool = Arc::new(FairSpillPool::new(memory));
    let runtime = RuntimeEnvBuilder::new().with_memory_pool(pool).build_arc()?;
    Ok(SessionContext::new_with_config_rt(config, runtime))
}

/// The rows of a table as DataFusion asks for them.
struct Scan {
    table: Table,
    chosen: Chosen,
}

impl std::fmt::Debug for Scan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Scan({})", self.table.name())
    }
}

impl PartitionStream for Scan {
    fn schema(&self) -> &SchemaRef {
        &self.chosen.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut stream = RecordBatchReceiverStream::builder(self.chosen.schema.clone(), 2);
        let (sender, batches) = (stream.tx(), self.table.batches(&self.chosen));
        stream.spawn_blocking(move || {
            for batch in batches {
                let batch = batch.map_err(|fault| DataFusionError::External(Box::new(fault)));
                // The receiver is gone when the query needs no more rows.
                if sender.blocking_send(batch).is_err() {
                    break;
                }
            }
            Ok(())
        });
        stream.build()
    }
}

/// What DataFusion says, with the SQL it is about and the column that may have been meant.
fn fault(error: &DataFusionError, what: &str, sql: &str, names: &[String]) -> Fault {
    let root = error.find_root();
    if let DataFusionError::External(inner) = root
        && let Some(fault) = inner.downcast_ref::<Fault>()
    {
        return fault.clone();
    }
    if let DataFusionError::SchemaError(schema, _) = root
        && let SchemaError::FieldNotFound { field, .. } = schema.as_ref()
    {
        let hint = match suggest::nearest(&field.name, names) {
            Some(near) if near.contains(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_') => {
                format!("did you mean \"{near}\" (in double quotes)?")
            }
            Some(near) => format!("did you mean `{near}`? Upper and lower case count"),
            None => format!("the columns are {}; text stands in single quotes", suggest::one_of(names)),
        };
        return Fault::new(format!("the {what} `{sql}` names a column that is not there: `{}`", field.name))
            .hint(hint);
    }
    if let DataFusionError::ResourcesExhausted(_) = root {
        return Fault::new(format!("the {what} `{sql}` needs more memory than the limit"))
            .hint("ask for less at once, or raise the limit (--memory)");
    }
    let mut reason = String::new();
    // Writing to a String cannot fail.
    let _ = write!(reason, "{}", root.strip_backtrace());
    let reason = reason.lines().next().unwrap_or_default();
    let reason =
        ["SQL error: ", "Error during planning: ", "Execution error: ", "Arrow error: ", "Schema error: "]
            .iter()
            .fold(reason, |reason, prefix| reason.strip_prefix(prefix).unwrap_or(reason));
    Fault::new(format!("the {what} `{sql}` cannot be worked out: {}", reason.trim_end_matches('.')))
        .hint("names are written as in the table, in double quotes when they hold spaces; text stands in single quotes")
}
