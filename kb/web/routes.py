"""The plain HTTP routes beside the pages: originals by hash, and health."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from kb.errors import NotFoundError
from kb.web.session import knowledge_base

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'",
    "Cache-Control": "private, max-age=31536000, immutable",
}


async def original(request: Request) -> Response:
    """`GET /reports/{sha256}.pdf`: the original, as it was taken in."""
    sha256 = request.path_params["sha256"]
    try:
        path = knowledge_base().library.find(sha256)
    except NotFoundError:
        return PlainTextResponse("No original with this hash is in the knowledge base.", status_code=404)
    return FileResponse(path, media_type="application/pdf", headers=_HEADERS, content_disposition_type="inline")


async def health(_request: Request) -> Response:
    """`GET /health`: 200 and the store's revision when the database answers."""
    revision = await run_in_threadpool(knowledge_base().revision)
    return JSONResponse({"status": "ok", "revision": revision})


ROUTES = (Route("/reports/{sha256}.pdf", original), Route("/health", health))
