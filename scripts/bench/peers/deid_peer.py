"""De-identifies each DICOM file below a folder by a package's own defaults, and prints how many it could not."""
import importlib.metadata
import json
import sys
from pathlib import Path

import pydicom

package, source, target = sys.argv[1:]


def dicognito():
    from dicognito.anonymizer import Anonymizer

    anonymizer = Anonymizer()

    def one(file, into):
        dataset = pydicom.dcmread(file)
        anonymizer.anonymize(dataset)
        dataset.save_as(into)

    return one


def dicom_anonymizer():
    from dicomanonymizer import anonymize_dicom_file

    return lambda file, into: anonymize_dicom_file(str(file), str(into))


one = {"dicognito": dicognito, "dicom-anonymizer": dicom_anonymizer}[package]()
files = sorted(path for path in Path(source).rglob("*") if path.is_file())
failed = 0
for number, file in enumerate(files):
    into = Path(target) / f"{number}.dcm"
    try:
        one(file, into)
    except Exception:
        failed += 1
        into.unlink(missing_ok=True)
print(json.dumps({"version": importlib.metadata.version(package), "files": len(files), "failed": failed}))
