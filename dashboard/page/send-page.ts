import type { Response } from 'express';
import { currentActor } from '../sign-in/current-actor.ts';
import { frame, type View } from './frame.ts';

/** Answers with a page for the operator who asks; it is kept nowhere. */
export function sendPage(response: Response, view: Omit<View, 'actor'>): void {
  sendHtml(response, frame({ ...view, actor: currentActor() }));
}

export function sendHtml(response: Response, text: string): void {
  response.set('Cache-Control', 'no-store').type('html').send(text);
}
