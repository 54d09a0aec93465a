"""Put an app together for a package: Dash with its pages, the other routes, headers, static files."""

from dashboard.data.claims.search import search_claims
from dashboard.data.package import Package
from dashboard.web import dash_shell, headers, routes
from dashboard.web.static_files import collect_scripts, serve_files


def create_app(package: Package) -> dash_shell.DashboardApp:
    """Return a Dash app that serves one package. Nothing is shared between two apps in one process."""
    app = dash_shell.create_shell(package)
    search_claims(package, "first")  # builds the search index now, so that no reader waits for it
    routes.register(app.server, package)
    headers.add_security_headers(app.server, package)
    client = app.server.test_client()
    urls = dash_shell.scripts(client.get("/").get_data(as_text=True))
    app.page_scripts, folder = collect_scripts(
        [*(client.get(url, buffered=True).get_data() for url in urls), dash_shell.START]
    )
    serve_files(app.server, folder)
    return app
