"""Settings that hold everywhere. What differs stands in dev (the demo), test and prod."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from roundel.config.programs import PROGRAMS

PACKAGE = Path(__file__).resolve().parents[2]
PROGRAM_NAME = os.environ.get("ROUNDEL_PROGRAM", "desk")
PROGRAM = PROGRAMS[PROGRAM_NAME]

INSTALLED_APPS = list(PROGRAM.apps)
MIDDLEWARE = list(PROGRAM.middleware)
ROOT_URLCONF = PROGRAM.urls
WSGI_APPLICATION = PROGRAM.wsgi
ROUNDEL_NAVIGATION = PROGRAM.navigation
ROUNDEL_FIND = PROGRAM.find
SESSION_COOKIE_NAME = PROGRAM.cookie
CSRF_COOKIE_NAME = f"{PROGRAM.cookie}_csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "roundel.design.jinja.environment",
            "context_processors": ["roundel.design.context.page"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
USE_TZ = True
TIME_ZONE = "Europe/London"
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "/static/"
WHITENOISE_AUTOREFRESH = False

# A browser keeps the session no longer than its window; the server's clock is in access.middleware.
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "roundel.design.errors.csrf_failure"
ROUNDEL_IDLE_MINUTES = 30
ROUNDEL_IDLE_WARNING_MINUTES = 5

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
# Enough for 100,000 characters of four bytes and the rest of a form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# The one kind of file that is taken is the directory's exchange file: in memory, never on the disk.
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["roundel.kernel.uploads.InMemory"]

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # the letters to staff say three days

# allauth: sign-in by e-mail address and password, then a second step. Nobody signs up.
ACCOUNT_ADAPTER = "roundel.access.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # there is no such page; this tells the sign-in page its fields
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "roundel.access.sign_in.adapters.user_name"
ACCOUNT_EMAIL_VERIFICATION = "none"  # the link in the first letter shows that the address is right
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "roundel.access.sign_in.forms.LoginForm",
    "reset_password": "roundel.access.sign_in.forms.ResetPasswordForm",
    "reset_password_from_key": "roundel.access.sign_in.forms.ResetPasswordKeyForm",
    "change_password": "roundel.access.sign_in.forms.ChangePasswordForm",
    "reauthenticate": "roundel.access.sign_in.forms.ConfirmPasswordForm",
}
# allauth would count by network address. Ours counts by account (access.sign_in.lock); what is left here is
# counted by user or by the address that a letter goes to, in memory.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "signup": None,
    "reset_password": "5/h/key",
    "reset_password_from_key": None,
    "request_login_code": None,
    "verify_phone": None,
}
MFA_ADAPTER = "roundel.access.sign_in.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Roundel"
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = False
MFA_FORMS = {
    "authenticate": "roundel.access.sign_in.forms.AuthenticateForm",
    "reauthenticate": "roundel.access.sign_in.forms.ReauthenticateForm",
    "activate_totp": "roundel.access.sign_in.forms.ActivateTOTPForm",
    "add_webauthn": "roundel.access.sign_in.forms.AddWebAuthnForm",
    "edit_webauthn": "roundel.access.sign_in.forms.EditWebAuthnForm",
}
# axes calls our handler; it is told nothing about where a request comes from, and its own tables stay empty.
AXES_HANDLER = "roundel.access.sign_in.lock.AccountHandler"
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_CLIENT_IP_CALLABLE = "roundel.access.sign_in.lock.no_address"
AXES_CLIENT_STR_CALLABLE = "roundel.access.sign_in.lock.nobody_described"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# axes.W006 asks to lock by network address, which Roundel never looks at.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

# One derivation takes a twentieth of a second or so: slow for a thief, quick for a caller.
ROUNDEL_CODE_COST = {"time_cost": 2, "memory_cost": 19 * 1024, "parallelism": 1}

ROUNDEL_ORGANISATION = "Roundel"
ROUNDEL_BRAND_COLOUR = "#1d5a66"
ROUNDEL_HELPLINE_NUMBER = "0800 000 0000"
ROUNDEL_HELPLINE_HOURS = "Monday to Friday, 9am to 9pm"
# The same for the machine: the half-hours of calls that the desk counts.
ROUNDEL_LINE_HOURS = "Mon-Fri 09:00-21:00"
# Figures are counted anew after so many minutes; the page says when they were counted.
ROUNDEL_FIGURES_MINUTES = 15
# The working-hours clock: promises and deadlines count in these hours. Bank holidays: ENG, WLS, SCT or NIR.
ROUNDEL_OFFICE_HOURS = "Mon-Fri 09:00-17:00"
ROUNDEL_BANK_HOLIDAYS = "ENG"
ROUNDEL_CLOSED_DAYS: list[str] = []
# Within how many of these hours somebody seconds a threshold decision.
ROUNDEL_SECOND_WITHIN_HOURS = 4
# Care of staff: hours of conversations and writing up in a week, and without a break of half an hour, above which
# the exposure page says so; and how many contacts of each person and month are drawn for review unless said otherwise.
ROUNDEL_WEEKLY_HOURS = 20
ROUNDEL_RUN_HOURS = 3
ROUNDEL_REVIEW_SAMPLE = 3
# Where "Leave this page" goes; empty is a page of our own that says nothing.
ROUNDEL_LEAVE_TO = ""
ROUNDEL_DEMO = False
# Where the demo keeps its keys, its database and its sign-ins.
ROUNDEL_DATA = Path("var/demo")

Q_CLUSTER = {
    "name": "roundel",
    "orm": "default",
    "workers": 1,
    "timeout": 600,
    "retry": 900,
    "max_attempts": 3,
    "save_limit": 250,
    "catch_up": False,
    "label": "Jobs",
}

# Logs say what happened to the system, never to whom: no names, references, addresses or codes.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"roundel": {"level": "INFO"}, "django.request": {"level": "ERROR"}, "axes": {"level": "ERROR"}},
}
