"""Settings: `production` holds the safe values, `development` and `test` relax them."""
