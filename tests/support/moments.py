"""Moments that tests speak of."""

import datetime as dt

# A Sunday evening in winter time, so that London and UTC agree.
NOW = dt.datetime(2027, 3, 14, 21, 4, tzinfo=dt.UTC)
