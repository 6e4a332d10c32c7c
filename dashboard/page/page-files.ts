import { Router } from 'express';
import { ICON_PATH, SCRIPT_PATH, STYLE_PATH } from './frame.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

/** What pages of ours load; the page of the sign-in too, so for everyone. */
export function pageFiles(): Router {
  return Router()
    .get(STYLE_PATH, (_request, response) => {
      response.set('Cache-Control', 'no-cache').type('css').send(STYLE);
    })
    .get(ICON_PATH, (_request, response) => {
      response.set('Cache-Control', 'no-cache').type('svg').send(ICON);
    })
    .get(SCRIPT_PATH, (_request, response) => {
      response.set('Cache-Control', 'no-cache').type('js').send(SCRIPT);
    });
}

/** A moon. */
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#0f6b60" d="M21 3a13 13 0 1 0 8 18A11 11 0 0 1 21 3z"/></svg>';
