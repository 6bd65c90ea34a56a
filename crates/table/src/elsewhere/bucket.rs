//! Objects in a bucket: of Amazon S3 and all that speak like it, Google Cloud Storage, Azure Blob Storage.

use std::fs::{self, File};
use std::io::Write;
use std::time::Duration;

use futures::{StreamExt, TryStreamExt};
use glob::{MatchOptions, Pattern};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, RetryConfig};
use report::Fault;

use super::{Fetched, folder, runtime};
use crate::place::{ENDINGS, format};

/// A bucket and what is wanted of it.
struct Wanted<'a> {
    spec: &'a str,
    /// `s3://shop`
    bucket: &'a str,
    /// `exports/2026/*.csv`
    key: &'a str,
}

/// Fetch one object, those of a folder, or those that match a glob.
pub(super) fn fetch(spec: &str) -> Result<Fetched, Fault> {
    let wanted = Wanted::of(spec)?;
    let store = wanted.store()?;
    let folder = folder()?;
    let files = runtime()?.block_on(async {
        let mut files = Vec::new();
        for object in wanted.objects(&*store).await? {
            let path = folder.path().join(object.as_ref());
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent).map_err(|error| unwritten(spec, &error))?;
            }
            let mut file = File::create(&path).map_err(|error| unwritten(spec, &error))?;
            let mut bytes = store.get(&object).await.map_err(|error| wanted.fault(&error))?.into_stream();
            while let Some(part) = bytes.next().await {
                let part = part.map_err(|error| wanted.fault(&error))?;
                file.write_all(&part).map_err(|error| unwritten(spec, &error))?;
            }
            files.push(path);
        }
        Ok(files)
    })?;
    Ok(Fetched { folder, files })
}

impl<'a> Wanted<'a> {
    fn of(spec: &'a str) -> Result<Self, Fault> {
        let start = spec.find("://").map(|at| at + 3).filter(|&at| at < spec.len());
        let Some(start) = start.filter(|&at| !spec[at..].starts_with('/')) else {
            return Err(Fault::new(format!("{spec} names no bucket")).hint("write s3://BUCKET/KEY"));
        };
        let end = spec[start..].find('/').map_or(spec.len(), |at| start + at);
        Ok(Wanted { spec, bucket: &spec[..end], key: spec[end..].trim_matches('/') })
    }

    /// The store, set up by the variables that its own tools read.
    fn store(&self) -> Result<Box<dyn ObjectStore>, Fault> {
        // A person waits: better to hear soon that nobody answers.
        let retry =
            RetryConfig { max_retries: 3, retry_timeout: Duration::from_secs(20), ..RetryConfig::default() };
        let (url, wrong) = (self.bucket, |error: Error| self.fault(&error));
        Ok(match self.bucket.split(':').next() {
            Some("gs") => {
                let builder = GoogleCloudStorageBuilder::from_env().with_url(url).with_retry(retry);
                Box::new(builder.build().map_err(wrong)?)
            }
            Some("s3" | "s3a") => {
                let builder = AmazonS3Builder::from_env().with_url(url).with_retry(retry);
                // Who names a server without encryption wants it.
                let keys = [AmazonS3ConfigKey::S3Endpoint, AmazonS3ConfigKey::Endpoint];
                let server = keys.iter().find_map(|key| builder.get_config_value(key));
                let plain = server.is_some_and(|server| server.starts_with("http://"));
                Box::new(if plain { builder.with_allow_http(true) } else { builder }.build().map_err(wrong)?)
            }
            _ => {
                let builder = MicrosoftAzureBuilder::from_env().with_url(url).with_retry(retry);
                Box::new(builder.build().map_err(wrong)?)
            }
        })
    }

    /// The objects, in order of their keys.
    async fn objects(&self, store: &dyn ObjectStore) -> Result<Vec<Path>, Fault> {
        let path = |key: &str| Path::parse(key).map_err(|error| self.fault(&error.into()));
        let Some(at) = self.key.find(['*', '?', '[']) else {
            let whole = path(self.key)?;
            if format(self.key.as_ref()).is_some() {
                return match store.head(&whole).await {
                    Ok(_) => Ok(vec![whole]),
                    Err(error) => Err(self.fault(&error)),
                };
            }
            let listed = store.list_with_delimiter(Some(&whole)).await.map_err(|error| self.fault(&error))?;
            return self.readable(listed.objects.into_iter().map(|object| object.location));
        };
        let before = self.key[..at].rfind('/').map_or("", |slash| &self.key[..slash]);
        let pattern = Pattern::new(self.key)
            .map_err(|error| Fault::new(format!("{} is not a glob: {}", self.spec, error.msg)))?;
        let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
        let listed: Vec<_> = store
            .list(Some(&path(before)?))
            .try_collect()
            .await
            .map_err(|error: Error| self.fault(&error))?;
        let matching = |location: &Path| pattern.matches_with(location.as_ref(), options);
        self.readable(listed.into_iter().map(|object| object.location).filter(matching))
    }

    fn readable(&self, objects: impl Iterator<Item = Path>) -> Result<Vec<Path>, Fault> {
        let shown = |path: &Path| {
            let name = path.filename().unwrap_or_default();
            format(name.as_ref()).is_some() && !name.starts_with(['.', '_'])
        };
        let mut objects: Vec<Path> = objects.filter(shown).collect();
        objects.sort();
        if objects.is_empty() {
            let message = format!("{} holds no object that is read", self.spec);
            return Err(Fault::new(message).hint(format!("read are {ENDINGS}; check the bucket and the key")));
        }
        Ok(objects)
    }

    fn fault(&self, error: &Error) -> Fault {
        let variables = match self.bucket.split(':').next() {
            Some("gs") => "GOOGLE_APPLICATION_CREDENTIALS",
            Some("s3" | "s3a") => {
                "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and, for a store of your own, AWS_ENDPOINT_URL"
            }
            _ => "AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY",
        };
        let said = error.to_string();
        let said = said.lines().next().unwrap_or_default();
        match error {
            Error::NotFound { .. } => Fault::new(format!("{} does not exist", self.spec)).hint(
                "check the bucket and the key; a folder is named without an ending, a glob as in a shell",
            ),
            _ => Fault::new(format!("{} cannot be read: {said}", self.spec))
                .hint(format!("keys and places are taken from the variables {variables}")),
        }
    }
}

fn unwritten(spec: &str, error: &std::io::Error) -> Fault {
    Fault::new(format!("{spec} cannot be fetched into the folder for temporary files: {error}"))
        .hint("name a folder with room for it in the variable TMPDIR")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_and_a_key() {
        let wanted = Wanted::of("s3://shop/exports/2026/*.csv").ok().unwrap();
        assert_eq!((wanted.bucket, wanted.key), ("s3://shop", "exports/2026/*.csv"));
        let wanted = Wanted::of("gs://shop").ok().unwrap();
        assert_eq!((wanted.bucket, wanted.key), ("gs://shop", ""));
        assert!(Wanted::of("s3:///key").is_err());
        assert!(Wanted::of("s3://").is_err());
    }

    /// The store in memory stands for one that is far away.
    #[test]
    fn objects_are_named_by_key_folder_or_glob() {
        let store = object_store::memory::InMemory::new();
        let found = |spec: &str| {
            runtime().unwrap().block_on(async {
                for key in ["logs/a.csv", "logs/b.csv", "logs/old/c.csv", "logs/_SUCCESS", "logs/readme.md"] {
                    store.put(&Path::from(key), "x\n1\n".into()).await.unwrap();
                }
                let found = Wanted::of(spec).unwrap().objects(&store).await;
                found.map(|paths| paths.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
            })
        };
        assert_eq!(found("s3://shop/logs/b.csv").unwrap(), "logs/b.csv");
        assert_eq!(found("s3://shop/logs").unwrap(), "logs/a.csv logs/b.csv");
        assert_eq!(found("s3://shop/logs/**/*.csv").unwrap(), "logs/a.csv logs/b.csv logs/old/c.csv");
        assert_eq!(found("s3://shop/logs/?.csv").unwrap(), "logs/a.csv logs/b.csv");
        assert!(found("s3://shop/logs/d.csv").unwrap_err().message.contains("does not exist"));
        assert!(found("s3://shop/other").unwrap_err().message.contains("no object"));
    }
}
