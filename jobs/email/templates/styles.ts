import { SafeHtml } from './html.ts';

/** The parts that cannot stand in `style` attributes: the dark palette and the narrow screen. */
export const STYLES = new SafeHtml(`<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 480px) {
  .gutter { padding: 20px 12px !important; }
  .card { padding: 26px 22px !important; }
  .wide { width: 100% !important; }
}
@media (prefers-color-scheme: dark) {
  .page { background-color: #0c111d !important; }
  .card { background-color: #161b26 !important; border-color: #333741 !important; color: #cecfd2 !important; }
  .panel { background-color: #1f242f !important; }
  .strong { color: #f5f5f6 !important; }
  .quiet { color: #94969c !important; }
  .link { color: #a4bcfd !important; }
  .button { background-color: #444ce7 !important; }
}
</style>`);

/** The fonts of the reader's own system: nothing is fetched when a mail is opened. */
export const FONT =
  "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;";
