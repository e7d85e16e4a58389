# One image for hub, bridge and simulated gate; docker-compose.yml says which of them runs.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npx vite build hall-display && npm prune --omit=dev --omit=optional

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build --chown=root:root /app /app
# The data folder is the only thing that is written, and what hubs, gate and bridge hand to each other.
RUN install -d -o node -g node -m 700 /data /gate-keys /bridge-keys /certificates
USER node
VOLUME /data
CMD ["node", "--heap-growing-percent=100", "server/src/main.ts"]
