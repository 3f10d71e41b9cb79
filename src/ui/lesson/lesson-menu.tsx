/** Where the header offers lessons and scenarios. Empty until there are any: what is not built has no button. */

export function LessonMenu() {
  return null;
}
