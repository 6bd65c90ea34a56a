//! The words by which talk of solutions is known; how they are read is in [`crate::solution`].

/// What a solution word speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Algorithm,
    Framework,
    Platform,
    Delivery,
}

impl Kind {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Kind::Algorithm => "an algorithm",
            Kind::Framework => "a framework",
            Kind::Platform => "a platform",
            Kind::Delivery => "delivery",
        }
    }
}

/// Phrases that mean nothing else. A space also stands for a hyphen; a hyphen only for itself.
#[rustfmt::skip]
pub(crate) const PLAIN: &[(Kind, &[&str])] = &[
    (Kind::Algorithm, &[
        "random forest", "random forests", "gradient boosting", "gradient boosted", "gradient boosted trees", "boosted tree", "boosted trees",
        "xgboost", "lightgbm", "catboost", "adaboost", "neural net", "neural nets", "neural network", "neural networks",
        "deep learning", "reinforcement learning", "supervised learning", "unsupervised learning", "transfer learning",
        "logistic regression", "linear regression", "support vector machine", "support vector machines", "svm",
        "k-means", "kmeans", "k nearest neighbours", "k nearest neighbors", "knn", "naive bayes", "bayesian network",
        "lstm", "arima", "sarima", "autoencoder", "autoencoders", "isolation forest", "word2vec", "gpt 3", "gpt 4", "gpt 5",
        "large language model", "large language models", "collaborative filtering", "matrix factorization",
        "transformer model", "transformer models", "embedding model", "machine learning model", "machine learning models",
        "ml model", "ml models", "ai model", "ai models", "decision tree classifier", "hyperparameter tuning",
    ]),
    (Kind::Framework, &[
        "scikit learn", "sklearn", "pytorch", "tensorflow", "keras", "hugging face", "huggingface", "langchain", "pyspark",
        "apache spark", "apache airflow", "apache kafka", "jupyter notebook", "jupyter notebooks", "fastapi",
    ]),
    (Kind::Platform, &[
        "kubernetes", "k8s", "sagemaker", "vertex ai", "kubeflow", "mlflow", "docker container", "docker containers",
        "docker image", "docker compose", "aws lambda", "azure ml", "feature store", "vector database", "vector store",
    ]),
    (Kind::Delivery, &[
        "rest api", "rest apis", "microservice", "microservices", "ci cd", "helm chart", "cron job", "cron jobs",
        "batch job", "batch jobs", "mlops", "jira ticket", "jira tickets", "sprint planning", "story points",
        "tableau dashboard", "dashboard in tableau", "dashboards in tableau", "looker dashboard", "dashboard in looker",
        "grafana dashboard", "dashboard in grafana", "power bi dashboard", "dashboard in power bi",
    ]),
];

/// Names that count only as means.
#[rustfmt::skip]
pub(crate) const NAMES: &[(Kind, &[&str])] = &[
    (Kind::Algorithm, &[
        "machine learning", "artificial intelligence", "ai", "decision tree", "decision trees", "regression",
        "clustering", "boosting", "transformer", "transformers", "embeddings", "llm", "llms", "gpt", "chatgpt", "bert", "prophet",
        "genetic algorithm", "genetic algorithms", "classifier",
    ]),
    (Kind::Framework, &["python", "pandas", "numpy", "spark", "r", "rust", "julia", "java", "scala", "airflow", "kafka", "dbt", "sql"]),
    (Kind::Platform, &[
        "aws", "amazon web services", "azure", "gcp", "google cloud", "cloud", "the cloud", "databricks", "snowflake",
        "bigquery", "redshift", "docker", "lambda", "hadoop", "terraform", "gpu", "gpus",
    ]),
    (Kind::Delivery, &["tableau", "power bi", "looker", "grafana", "excel", "streamlit"]),
];

/// Things that count only when we make them.
#[rustfmt::skip]
pub(crate) const MADE: &[(Kind, &[&str])] = &[
    (Kind::Algorithm, &["model", "classifier", "regressor", "algorithm", "llm", "bert", "gpt", "ai", "chatbot"]),
    (Kind::Delivery, &["dashboard", "api", "app", "pipeline", "endpoint", "web service", "notebook"]),
];

/// Before "model", these make it another kind of model.
#[rustfmt::skip]
pub(crate) const OTHER_MODELS: &[&str] = &[
    "business", "pricing", "role", "operating", "revenue", "care", "fashion", "car", "phone", "shoe", "scale", "franchise",
    "partnership", "governance", "funding", "staffing", "shift", "3d",
];

/// Work that is ours to do: building.
#[rustfmt::skip]
pub(crate) const BUILD: &[&str] = &[
    "build", "building", "train", "training", "deploy", "deploying", "implement", "implementing", "develop", "developing",
    "code", "coding", "write", "writing", "program", "programming", "host", "hosting", "run", "containerise", "containerize",
    "productionise", "productionize", "automate", "automating", "create", "creating", "compute", "apply", "applying", "solve",
];
/// The same, done: with an algorithm ("written with AI") it may be what the question is about.
pub(crate) const BUILT: &[&str] =
    &["built", "trained", "deployed", "implemented", "developed", "coded", "written", "programmed", "hosted"];
/// Work that is ours to do: answering. With a platform ("spend on AWS") it may be what is asked about.
#[rustfmt::skip]
pub(crate) const ANSWER: &[&str] = &[
    "predict", "predicting", "forecast", "forecasting", "classify", "classifying", "score", "scoring", "model", "modelling",
    "calculate", "segment",
];
/// With answering, "in" and "on" speak of the means only for these: sales are forecast in Java the island, too.
pub(crate) const ANSWERED_IN: &[&str] = &["python", "spark", "sql", "excel", "tableau", "power bi", "looker"];
/// Verbs that bring a thing into being.
#[rustfmt::skip]
pub(crate) const MAKE: &[&str] = &[
    "build", "building", "train", "training", "develop", "developing", "deploy", "deploying", "create", "creating", "fit",
    "fitting", "implement", "implementing", "write", "program", "use", "using", "want", "need", "tune", "tuning", "finetune", "finetuning",
];
pub(crate) const TO_MEANS: &[&str] =
    &["in", "on", "onto", "with", "via", "through", "using", "use", "apply", "applying"];
pub(crate) const ARTICLES: &[&str] = &["a", "an", "the", "our", "one", "some", "new", "simple", "custom"];
/// What may follow a name that stands for the means; another noun would make it the subject's.
#[rustfmt::skip]
pub(crate) const AFTER_MEANS: &[&str] = &[
    "and", "or", "that", "which", "to", "so", "for", "by", "on", "in", "with", "because", "model", "models", "pipeline", "pipelines",
    "cluster", "job", "jobs", "app", "service", "dashboard", "notebook", "script", "container", "containers", "endpoint",
];
/// Words that make a clause a question: what is done in it is done by those asked about.
pub(crate) const QUESTION: &[&str] = &[
    "which", "what", "who", "whom", "whose", "where", "when", "how", "whether", "if", "do", "does", "will",
    "is",
];
/// A name right after one of these, with a noun after it, is what the question is about.
pub(crate) const ASKING: &[&str] =
    &["which", "what", "whose", "our", "their", "your", "many", "each", "every", "all"];
pub(crate) const SMALL_NUMBERS: &[&str] =
    &["one", "two", "three", "four", "five", "six", "1", "2", "3", "4", "5", "6"];
