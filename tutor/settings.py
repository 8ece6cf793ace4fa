"""Every setting of an installation; what differs between machines is read from the environment, and refused if senseless."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from grading import logs
from tutor import env

ROOT = Path(__file__).resolve().parent.parent
env.load_dotenv(ROOT / ".env")

DATA_DIR = Path(env.text("LOCI_DATA_DIR", str(ROOT / "var"))).resolve()
try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise env.SettingError("LOCI_DATA_DIR", f"{DATA_DIR}: {error.strerror}", "Name a folder that you may write") from None
DEBUG = env.flag("LOCI_DEBUG", False)


def _kept(name: str, random_bytes: int) -> str:
    """A secret made once and kept beside the data, so that it survives a restart."""
    kept = DATA_DIR / name
    if not kept.exists():
        made = DATA_DIR / f"{name}.{os.getpid()}"
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(random_bytes), encoding="utf-8")
        with contextlib.suppress(FileExistsError):  # another program was first; both go on with the one that is there
            os.link(made, kept)
        made.unlink()
    return kept.read_text(encoding="utf-8").strip()


def _secret_key() -> str:
    given = env.text("LOCI_SECRET_KEY")
    if given and len(given) < 50:
        raise env.SettingError("LOCI_SECRET_KEY", f"it has {len(given)} characters", "Give 50 or more random ones")
    return given or _kept("secret-key", 64)


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.names("LOCI_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
# Whether learners reach the site by https (directly or through a proxy that says so).
HTTPS = env.flag("LOCI_HTTPS", False)
BEHIND_PROXY = env.flag("LOCI_BEHIND_PROXY", False)
# Where mails and notifications lead to.
_PORT = env.whole("LOCI_PORT", 8000, least=1, most=65535)
_HOST = next((host for host in ALLOWED_HOSTS if "*" not in host and not host.startswith(".")), "localhost")
SITE_URL = env.origin("LOCI_URL", f"https://{_HOST}" if HTTPS else f"http://{_HOST}:{_PORT}")
CSRF_FAILURE_VIEW = "tutor.web.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in {"*"}] if HTTPS else []

INSTALLED_APPS = [
    "tutor",
    "exercises",
    "lessons",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "tutor.web.storage.CollectedFilesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
    "drf_spectacular",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tutor.web.policy.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tutor.web.messages.LazyMessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tutor.web.errors.LearningErrorMiddleware",
]

ROOT_URLCONF = "tutor.urls"
WSGI_APPLICATION = "tutor.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "tutor" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": env.database("LOCI_DATABASE_URL", DATA_DIR / "loci.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "tutor.User"

# The embedded default is a private server on a unix socket that `manage.py up` starts.
VALKEY_SOCKET = env.socket_file(DATA_DIR)
_PRIVATE_BROKER = f"redis+socket://{VALKEY_SOCKET}"
BROKER_URL = env.address("LOCI_BROKER_URL", ["redis", "rediss", "redis+socket", "amqp", "amqps"]) or _PRIVATE_BROKER
BROKER_IS_PRIVATE = BROKER_URL == _PRIVATE_BROKER
CACHE_URL = env.address("LOCI_CACHE_URL", ["redis", "rediss", "unix"]) or BROKER_URL.replace("redis+socket://", "unix://", 1)
if CACHE_URL.startswith("amqp"):
    raise env.SettingError("LOCI_CACHE_URL", "it is not set, and the broker is no cache", "Name a Redis or Valkey, redis://…")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "loci",
        "VERSION": 2,  # the first were pickles
        # A cache that hangs must not keep a page waiting for ever.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2, "serializer": "tutor.cached.Json"},
    }
}

# A submission without a verdict counts as lost after so long, doubled with each sending; the sweep looks this often.
LOST_AFTER_SECONDS = env.whole("LOCI_LOST_AFTER_SECONDS", 60, least=1, most=3600)
SWEEP_SECONDS = env.whole("LOCI_SWEEP_SECONDS", 10, least=1, most=600)
# Loading the sentence model keeps a processor busy for seconds, which the site and the graders need while all of them start.
INDEX_AFTER_SECONDS = env.whole("LOCI_INDEX_AFTER_SECONDS", 20, least=0, most=300)

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "tutor.web.accounts.AccountAdapter"
# Whether an address has an account is told to nobody: two may name it until one of them proves that it is theirs.
ACCOUNT_PREVENT_ENUMERATION = "strict"
# Who shows that the address is theirs is let in, however many others guess at the password meanwhile.
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
MFA_ADAPTER = "tutor.web.second_factor.SecondFactorAdapter"
MFA_FORMS = {"activate_totp": "tutor.web.forms_second_factor.ActivateForm"}
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ by half a minute
# Nobody is kept from an address by it: see ACCOUNT_PREVENT_ENUMERATION.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A guest is signed in and yet comes to sign up.
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
# The rate limits of allauth and of Loci go by the client's address, which a proxy names last.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
SESSION_COOKIE_AGE = 60 * 60 * 24 * 365

# Without a mail server nothing is sent and no page waits for one.
EMAIL_HOST = env.text("LOCI_MAIL_HOST")
EMAIL_PORT = env.whole("LOCI_MAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = env.text("LOCI_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("LOCI_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("LOCI_MAIL_TLS", True)
DEFAULT_FROM_EMAIL = env.text("LOCI_MAIL_FROM", "loci@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
# A mail server that hangs must not keep a worker for ever.
EMAIL_TIMEOUT = 10
ACCOUNT_EMAIL_VERIFICATION = "optional" if EMAIL_HOST else "none"
ACCOUNT_EMAIL_NOTIFICATIONS = bool(EMAIL_HOST)

# The key with which the site shows push services who it is (VAPID, RFC 8292). Devices are bound to it: another one, and each
# has to be allowed again.
VAPID_KEY = env.key_of_32_bytes("LOCI_VAPID_KEY", env.text("LOCI_VAPID_KEY") or _kept("vapid-key", 32))
# Learners name the addresses that are pushed to, so none within the operator's own network is, unless a push service is there.
PUSH_TO_PRIVATE = env.flag("LOCI_PUSH_TO_PRIVATE", False)

LANGUAGE_CODE = "en"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "tutor.web.storage.ModuleStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
# Read from this machine itself, where there is no https.
SECURE_REDIRECT_EXEMPT = ["^metrics$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

METRICS_TOKEN = env.text("LOCI_METRICS_TOKEN")
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    raise env.SettingError("LOCI_METRICS_TOKEN", f"it has {len(METRICS_TOKEN)} characters", "Give 20 or more random ones")
CATALOGUE_DIR = Path(env.text("LOCI_CATALOGUE_DIR", str(ROOT / "lessons" / "catalogue")))
DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["tutor.api.auth.Bearer", "tutor.api.sessions.Session"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated", "tutor.api.auth.HasScope"],
    "DEFAULT_PARSER_CLASSES": ["tutor.api.parsing.Json"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "tutor.api.negotiation.Negotiation",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "tutor.api.problems.respond",
    "UPLOADED_FILES_USE_URL": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Loci",
    "VERSION": "1.0.0",
    "DESCRIPTION": "Everything that a learner can do on the site. docs/api.md is the guide to it.",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SORT_OPERATIONS": "tutor.api.describing.place_of",
    # Enumerations stay where they are used: as components they would change their names with every new one.
    "POSTPROCESSING_HOOKS": ["tutor.api.links.linked"],
    "SERVE_INCLUDE_SCHEMA": False,
}

LOGGING = logs.settings()
