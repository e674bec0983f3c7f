"""What huggingface_hub makes of a cache: downloads into it, or looks at what is there.

    hub_cache.py download REPO CACHE    prints the folder of the snapshot
    hub_cache.py look REPO CACHE        prints what a scan finds
"""

import json
import sys

from huggingface_hub import scan_cache_dir, snapshot_download, try_to_load_from_cache

command, repo, cache = sys.argv[1:]
if command == "download":
    folder = snapshot_download(repo, cache_dir=cache, ignore_patterns=["*.bin"])
    print(json.dumps({"folder": folder}))
else:
    found = scan_cache_dir(cache)
    (model,) = found.repos
    (revision,) = model.revisions
    print(
        json.dumps(
            {
                "warnings": [str(each) for each in found.warnings],
                "incomplete": len(found.incomplete_files),
                "repo": model.repo_id,
                "kind": model.repo_type,
                "commit": revision.commit_hash,
                "refs": sorted(revision.refs),
                "size": model.size_on_disk,
                "files": sorted(file.file_name for file in revision.files),
                "weights": try_to_load_from_cache(repo, "model.safetensors", cache_dir=cache),
                "offline": snapshot_download(repo, cache_dir=cache, local_files_only=True),
            }
        )
    )
