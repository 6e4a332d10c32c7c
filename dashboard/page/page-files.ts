import { Router } from 'express';
import { SCRIPT_PATH, STYLE_PATH } from './frame.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

/** What pages of ours load; the page of the sign-in too, so for everyone. */
export function pageFiles(): Router {
  return Router()
    .get(STYLE_PATH, (_request, response) => {
      response.set('Cache-Control', 'no-cache').type('css').send(STYLE);
    })
    .get(SCRIPT_PATH, (_request, response) => {
      response.set('Cache-Control', 'no-cache').type('js').send(SCRIPT);
    });
}
