import { ICON_PATH } from '../../page/frame.ts';

/** Where the page and what it loads are. */
export const DOCS_PATH = '/api/docs';
export const DESCRIPTION_PATH = '/api/openapi.json';

/** Swagger UI with nothing inline, as the content security policy wants it. */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Nightshift API</title>
<link rel="icon" href="${ICON_PATH}">
<link rel="stylesheet" href="${DOCS_PATH}/swagger-ui.css">
</head>
<body>
<main id="api"></main>
<script src="${DOCS_PATH}/swagger-ui-bundle.js"></script>
<script src="${DOCS_PATH}/start.js"></script>
</body>
</html>
`;

/** Requests that are tried out carry the page's own cookie, and are of its own origin. */
export const DOCS_SCRIPT = `'use strict';
window.SwaggerUIBundle({
  url: '${DESCRIPTION_PATH}',
  dom_id: '#api',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
});
`;
