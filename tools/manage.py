"""`./run manage`, inside the environment: Django's commands, with a refusal to start told in words."""

import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    try:
        django.setup()
        execute_from_command_line(["run manage", *sys.argv[1:]])
    except ImproperlyConfigured as error:
        sys.exit(str(error))
