"""What a learner takes along and brings in, and certificates."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.http import FileResponse, HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from tutor import selectors, services
from tutor.api.describing import operation
from tutor.api.parsing import Json
from tutor.api.resource import Resource
from tutor.api.serializers import files as shapes
from tutor.errors import BadInput
from tutor.files.anki import package
from tutor.files.tables import tables
from tutor.files.whole import LARGEST, Exact
from tutor.limits import allow_import
from tutor.rules.transfer import Unreadable, read
from tutor.selectors.decks import deck_for, decks_of

TAG, ZIP, APKG = "Your data", "application/zip", "application/apkg"


class Export(Resource):
    @operation("exportAll", "Take everything along", tag=TAG, gives=shapes.Export, fetches=True)
    def get(self, request: Any) -> HttpResponse:
        """All that is kept of you, in the form that `POST /import/` takes, here or on another site with Loci."""
        told = selectors.export_for(self.learner, now=self.now)
        return HttpResponse(json.dumps(told, cls=Exact), content_type="application/json")


class Tables(Resource):
    @operation("exportTables", "Take everything along as tables", tag=TAG, gives=OpenApiTypes.BINARY, media=ZIP, fetches=True)
    def get(self, request: Any) -> FileResponse:
        """A zip of CSV files."""
        return FileResponse(tables(self.learner), content_type=ZIP)


class Decks(Resource):
    @operation("listDecks", "List decks for Anki", tag=TAG, gives=shapes.Deck, form="list", fetches=True)
    def get(self, request: Any) -> Response:
        """Of each path of which something was met."""
        return self.listed(shapes.Deck, decks_of(self.learner))


class Deck(Resource):
    @operation(
        "exportDeck", "Get a deck for Anki", tag=TAG, gives=OpenApiTypes.BINARY, media=APKG, codes=["not_found"], fetches=True
    )
    def get(self, request: Any, path: str) -> HttpResponse:
        """The questions on what was met of a path. A later deck updates the cards of an earlier one."""
        return HttpResponse(package(deck_for(self.learner, path), self.now), content_type=APKG)


class LongJson(Json):
    """Of some years of lessons."""

    most_bytes = LARGEST


class Import(Resource):
    parser_classes = (LongJson,)

    @operation("importHistory", "Bring a history in", tag=TAG, takes=shapes.Export, gives=shapes.Imported, codes=["too_often"])
    def post(self, request: Any) -> Response:
        """An export becomes part of what you know here, each act once; what is refused is told act by act."""
        allow_import(self.learner.pk)
        try:
            history = read(json.dumps(request.data).encode())
        except Unreadable as problem:
            raise BadInput(str(problem), "Send what `GET /export/` gave.", field="events") from problem
        return self.told(shapes.Imported, services.take_over(learner=self.learner, history=history, now=self.now))


class Certificate(Resource):
    permission_classes = (AllowAny,)

    @operation(
        "getCertificate",
        "Get a certificate",
        tag="Certificates",
        gives=shapes.Certificate,
        codes=["not_found"],
        fetches=True,
    )
    def get(self, request: Any, certificate: uuid.UUID) -> Response:
        """The learner's own; once it is shared, everybody's who has the link."""
        viewer = self.learner if request.user.is_authenticated else None
        return self.told(shapes.Certificate, selectors.certificate_for(viewer, certificate))


class Sharing(Resource):
    @operation(
        "shareCertificate",
        "Share a certificate",
        tag="Certificates",
        takes=shapes.CertificateName,
        gives=shapes.Certificate,
        codes=["not_found"],
    )
    def put(self, request: Any, certificate: uuid.UUID) -> Response:
        """Under a name; another one replaces it."""
        name = self.given(shapes.CertificateName)["name"]
        row = services.share_certificate(learner=self.learner, public_id=certificate, name=name, now=self.now)
        return self.told(shapes.Certificate, selectors.certificate_for(self.learner, row.public_id))

    @operation(
        "revokeCertificate", "Take a shared certificate back", tag="Certificates", gives=shapes.Certificate, codes=["not_found"]
    )
    def delete(self, request: Any, certificate: uuid.UUID) -> Response:
        """The link leads nowhere for good; the certificate has another id from now on."""
        row = services.revoke_certificate(learner=self.learner, public_id=certificate)
        return self.told(shapes.Certificate, selectors.certificate_for(self.learner, row.public_id))
