# syntax=docker/dockerfile:1
# Two stages: the first fetches what the lock file names, the second holds only what runs.

FROM python:3.11-slim-bookworm AS build
WORKDIR /muster
COPY requirements.lock ./
# The environment is made where it will live, because its scripts carry their path.
RUN --mount=type=cache,target=/root/.cache/pip \
    python -m venv .venv \
    && .venv/bin/python -m pip install --disable-pip-version-check --require-hashes -r requirements.lock \
    && .venv/bin/python -m pip uninstall --yes --quiet pip setuptools \
    && .venv/bin/python -m compileall -q .venv/lib
COPY bot ./bot
COPY commands ./commands
COPY storage ./storage
COPY muster.yaml pyproject.toml LICENSE NOTICE ./
RUN .venv/bin/python -m compileall -q bot commands storage

FROM python:3.11-slim-bookworm
# A fixed number, so that a volume keeps its owner from one image to the next. Nobody logs in.
RUN groupadd --gid 10001 muster \
    && useradd --uid 10001 --gid muster --home-dir /data --no-create-home --shell /usr/sbin/nologin muster \
    && install --directory --owner=muster --group=muster --mode=0700 /data
# The program belongs to root and is only read: the root file system may be mounted read-only.
COPY --from=build /muster /muster
WORKDIR /muster
ENV PATH=/muster/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PYTHONFAULTHANDLER=1 \
    MUSTER_DATA_DIR=/data \
    MUSTER_LOG_FORMAT=json
USER 10001:10001
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "bot", "health"]
# Tokens come from the environment or from *_FILE secrets, never from the image.
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
