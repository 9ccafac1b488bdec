# syntax=docker/dockerfile:1

# Node.js 26 is the active long-term support line since October 2026; 20.19, 22 and 24 do as well.
ARG NODE_IMAGE=node:26-trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

FROM ${NODE_IMAGE}
ENV NODE_ENV=production \
    PORT=3000 \
    YINZHENG_DATA_DIR=/var/lib/yinzheng/data \
    YINZHENG_KEYS_DIR=/var/lib/yinzheng/keys
WORKDIR /opt/yinzheng
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts \
 && npm cache clean --force \
 && install -d -o node -g node -m 0700 /var/lib/yinzheng/data /var/lib/yinzheng/keys
COPY LICENSE ./
COPY bin bin
COPY certs certs
COPY --from=build /build/dist dist
# The program belongs to root and cannot change itself; the service owns its data and its keys alone.
USER node
VOLUME ["/var/lib/yinzheng/data", "/var/lib/yinzheng/keys"]
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/server.js"]
