"""Fills every model of a project with rows: python fill.py NUMBER"""

import sys

import django

django.setup()

from rows import fill

fill(int(sys.argv[1]))
