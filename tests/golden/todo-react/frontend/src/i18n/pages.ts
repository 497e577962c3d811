import { fill, gettext, ngettext } from "./gettext";

/** Texts of the site's own pages. */
export const pages = {
  home: {
    title: gettext("Everything you have to do, on one list"),
    lead: (site: string) =>
      fill(
        gettext(
          "%(site)s is a list that stays out of your way: write it down, put it in order, tick it off.",
        ),
        { site },
      ),
    open: gettext("Open your list"),
    seeHow: gettext("See how"),
    how: gettext("Three habits, no manual"),
    write: {
      title: gettext("Write it down"),
      text: gettext("One line and the Enter key. What is on the list need not be in your head."),
    },
    order: {
      title: gettext("Put it in order"),
      text: gettext("Move things up and down, with the mouse, a finger or the keyboard alone."),
    },
    tick: {
      title: gettext("Tick it off"),
      text: gettext("Done things step aside, and one wrong click is taken back with another."),
    },
    closing: gettext("Yours alone"),
    closingText: gettext("Nobody else sees your list, and nobody is told what is on it."),
    examples: {
      train: gettext("Book the train to the coast"),
      plants: gettext("Water the plants"),
      call: gettext("Call Grandma on Sunday"),
      books: gettext("Return the library books"),
      door: gettext("Fix the squeaking door"),
    },
  },
  dashboard: {
    title: gettext("Dashboard"),
    welcome: (name: string) => fill(gettext("Welcome, %(name)s"), { name }),
    counts: (open: number, done: number) =>
      fill(
        ngettext(
          "%(open)s thing to do, %(done)s done",
          "%(open)s things to do, %(done)s done",
          open,
        ),
        { open, done },
      ),
    next: gettext("Next"),
    account: gettext("Your account"),
    editProfile: gettext("Edit your profile"),
  },
  todo: {
    title: gettext("To-do list"),
    item: gettext("Title"),
    priority: gettext("Priority"),
    priorities: { low: gettext("Low"), normal: gettext("Normal"), high: gettext("High") },
    badge: {
      low: gettext("Low priority"),
      normal: gettext("Normal priority"),
      high: gettext("High priority"),
    },
    add: gettext("Add"),
    show: gettext("Show"),
    parts: { open: gettext("To do"), done: gettext("Done"), all: gettext("All") },
    done: gettext("Done"),
    tick: (title: string) => fill(gettext("Tick off “%(title)s”"), { title }),
    untick: (title: string) => fill(gettext("Open “%(title)s” again"), { title }),
    up: (title: string) => fill(gettext("Move “%(title)s” up"), { title }),
    down: (title: string) => fill(gettext("Move “%(title)s” down"), { title }),
    edit: (title: string) => fill(gettext("Edit “%(title)s”"), { title }),
    delete: (title: string) => fill(gettext("Delete “%(title)s”"), { title }),
    editing: gettext("Edit this item"),
    save: gettext("Save"),
    cancel: gettext("Cancel"),
    undo: gettext("Undo"),
    pages: gettext("Pages"),
    previous: gettext("Previous"),
    next: gettext("Next"),
    page: (number: number, total: number) =>
      fill(gettext("Page %(number)s of %(total)s"), { number, total }),
    said: {
      added: (title: string) => fill(gettext("“%(title)s” is on the list."), { title }),
      saved: (title: string) => fill(gettext("“%(title)s” is saved."), { title }),
      done: (title: string) => fill(gettext("“%(title)s” is done."), { title }),
      reopened: (title: string) => fill(gettext("“%(title)s” is to do again."), { title }),
      higher: (title: string) => fill(gettext("“%(title)s” is one place higher."), { title }),
      lower: (title: string) => fill(gettext("“%(title)s” is one place lower."), { title }),
      first: (title: string) => fill(gettext("“%(title)s” is the first already."), { title }),
      last: (title: string) => fill(gettext("“%(title)s” is the last already."), { title }),
      deleted: (title: string) => fill(gettext("“%(title)s” is deleted."), { title }),
      restored: (title: string) => fill(gettext("“%(title)s” is on the list again."), { title }),
    },
    empty: {
      open: gettext("Your list is empty"),
      openAdvice: gettext("Write down the first thing that comes to mind."),
      allDone: gettext("All done"),
      allDoneAdvice: gettext("Nothing is left to do. Enjoy it, or add something."),
      done: gettext("Nothing is done yet"),
      doneAdvice: gettext("What you tick off moves here."),
    },
  },
};
