"""Static files with their content's hash in the name, also where one ES module imports another."""

from __future__ import annotations

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStaticFilesStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    manifest_strict = True


class CollectedFilesConfig(StaticFilesConfig):
    # htmx's extensions are not used, and their comments name modules that no package has.
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "django_htmx/ext/*"]
