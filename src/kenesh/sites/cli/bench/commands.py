"""`kenesh bench`: figures of this machine, each beside a yardstick measured in the same run."""

import typer

from kenesh.sites.cli.bench.acts import acts, acts_here
from kenesh.sites.cli.bench.documents import documents, documents_here
from kenesh.sites.cli.bench.fanout import fanout
from kenesh.sites.cli.bench.join import join

app = typer.Typer(no_args_is_help=True, help="Measure, each time beside a yardstick that is measured in the same run.")
app.command("fanout")(fanout)
app.command("acts")(acts)
app.command("documents")(documents)
app.command("join")(join)
app.command("documents-here", hidden=True)(documents_here)
app.command("acts-here", hidden=True)(acts_here)
