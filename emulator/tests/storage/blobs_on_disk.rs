//! What blob files look like to the next start, to a crash and to the disk.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bucketproof::storage::StorageError;
use bucketproof::storage::blobs::{BlobError, BlobId, BlobStore, BlobUsage};
use futures_util::StreamExt;

use crate::blobs::{Backend, MIB, id, pattern, put, read, soon};

#[tokio::test]
async fn files_are_found_again() {
    let Backend { store, folder } = Backend::files();
    let folder = folder.unwrap();
    for number in 0..600 {
        put(
            &store,
            id(number),
            None,
            &[pattern(number as u64, 10 + number as usize)],
        )
        .await;
    }
    store.delete(&[id(5), id(300)]);
    let (ids, usage) = (store.ids(), store.usage());
    assert_eq!(usage.blobs, 598);
    let error = BlobStore::files(folder.path()).unwrap_err();
    assert!(
        matches!(error, BlobError::Folder(StorageError::InUse { .. })),
        "{error}"
    );
    drop(store);

    // What a crash leaves behind goes, what people put there stays.
    fs::write(
        folder.path().join("incoming").join(id(7000).to_string()),
        "half",
    )
    .unwrap();
    fs::write(folder.path().join("05/notes.txt"), "mine").unwrap();
    let store = reopen(folder.path()).await;
    assert_eq!((store.ids(), store.usage()), (ids, usage));
    assert_eq!(
        fs::read_dir(folder.path().join("incoming"))
            .unwrap()
            .count(),
        0
    );
    assert_eq!(
        fs::read(folder.path().join("05/notes.txt")).unwrap(),
        b"mine"
    );
    let lease = store.open(&[id(6), id(599)]).unwrap();
    let expected = [pattern(6, 16), pattern(599, 609)].concat();
    assert_eq!(read(&lease, 0..u64::MAX).await, expected);
}

/// Background removals of the store before hold its folder until they are done.
async fn reopen(folder: &Path) -> BlobStore {
    for _ in 0..500 {
        match BlobStore::files(folder) {
            Err(BlobError::Folder(StorageError::InUse { .. })) => {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            opened => return opened.unwrap(),
        }
    }
    panic!("the folder is still in use");
}

#[tokio::test]
async fn deleted_files_leave_the_disk() {
    let backend = Backend::files();
    let ids: Vec<BlobId> = (0..100).map(id).collect();
    for id in &ids {
        put(&backend.store, *id, None, &[pattern(1, 10)]).await;
    }
    let lease = backend.store.open(&ids[..1]).unwrap();
    backend.store.delete(&ids);
    soon("unread files go", || backend.files_on_disk().len() == 1).await;
    drop(lease);
    soon("the last file goes", || backend.files_on_disk().is_empty()).await;
}

#[tokio::test]
async fn damaged_files_are_errors_and_not_short_bodies() {
    let backend = Backend::files();
    put(&backend.store, id(1), None, &[pattern(1, 5000)]).await;
    let lease = backend.store.open(&[id(1)]).unwrap();
    let file = backend.files_on_disk().remove(0);
    fs::write(&file, pattern(1, 4999)).unwrap();
    let pieces: Vec<_> = lease.read(0..5000).collect().await;
    assert!(matches!(
        pieces.as_slice(),
        [Err(BlobError::Truncated { .. })]
    ));
    fs::remove_file(&file).unwrap();
    let pieces: Vec<_> = lease.read(0..5000).collect().await;
    assert!(matches!(pieces.as_slice(), [Err(BlobError::Io { .. })]));
}

#[tokio::test]
async fn a_failed_write_stays_failed() {
    let backend = Backend::files();
    let mut writer = backend.store.writer(id(1), None);
    fs::remove_dir(backend.folder.as_ref().unwrap().path().join("incoming")).unwrap();
    writer.write(pattern(1, MIB)).await.unwrap();
    let error = writer.write(pattern(1, MIB)).await.unwrap_err();
    assert!(matches!(error, BlobError::Io { .. }), "{error}");
    let error = writer.write(pattern(1, 1)).await.unwrap_err();
    assert!(matches!(error, BlobError::Broken { .. }), "{error}");
    assert!(matches!(
        writer.finish().await,
        Err(BlobError::Broken { .. })
    ));
    assert_eq!(backend.store.usage(), BlobUsage::default());
}

/// Without a runtime to hand the work to, it is done at once.
#[test]
fn deletes_work_outside_of_a_runtime() {
    let backend = Backend::files();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(put(&backend.store, id(1), None, &[pattern(1, 10)]));
    drop(runtime);
    backend.store.delete(&[id(1)]);
    assert_eq!(backend.files_on_disk(), Vec::<PathBuf>::new());
}
