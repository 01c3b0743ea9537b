"""The site named in SITE for a WSGI server of several processes: `gunicorn embedded.wsgi:application`."""

from embedded import boot, server

application = server.application(boot.chosen_site())
