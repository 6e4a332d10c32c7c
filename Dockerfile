FROM node:22.12.0-bookworm AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci

# `npm test` on Debian as root, for machines that are neither.
FROM packages AS test
COPY . .
CMD ["npm", "test"]

FROM packages AS build
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:22.12.0-bookworm-slim
# Charts are drawn from SVG, and letters need a font.
RUN apt-get update \
  && apt-get install -y --no-install-recommends fontconfig fonts-dejavu-core \
  && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production NIGHTSHIFT_DATA_DIR=/app/.nightshift
RUN mkdir -p /app/.nightshift && chown node:node /app/.nightshift
COPY --from=build /app/package.json /app/package.json
COPY --from=build /app/node_modules /app/node_modules
COPY --from=build /app/dist /app/dist
USER node
# Here lies the compiled nightshift.config.
WORKDIR /app/dist
ENTRYPOINT ["node", "src/cli/main.js"]
CMD ["--help"]
