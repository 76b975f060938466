/*
 * A pool of POSIX threads. The threads sleep between runs; in a run, each takes the next part until none is left, the caller
 * among them. So a thread that wakes up late, or whose processor does something else, costs no more than the part it is at.
 */
#include "threads.h"

#include <pthread.h>
#include <stdlib.h>
#include <xmmintrin.h>

enum { MOST_THREADS = 256 };

struct pool {
  pthread_mutex_t lock;
  pthread_cond_t begun, ended;
  pthread_t threads[MOST_THREADS];
  /** Threads beside the caller, and those of them that are at parts of the present run. */
  int started, busy;
  /** How many may take part in the present run; 0 while there is none. */
  int wanted;
  int closing;
  /** Number of the present run: a thread takes part in each once. */
  unsigned long number;
  long parts, next;
  part_runner run;
  void *context;
  /** How the caller treats denormals. */
  unsigned int mode;
};

typedef struct {
  pool *of;
  int thread;
} seat;

static void take_parts(pool *of, int thread) {
  for (;;) {
    const long part = __atomic_fetch_add(&of->next, 1, __ATOMIC_RELAXED);
    if (part >= of->parts) return;
    of->run(of->context, part, thread);
  }
}

static void *work(void *argument) {
  const seat own = *(seat *)argument;
  pool *of = own.of;
  free(argument);
  unsigned long seen = 0;
  pthread_mutex_lock(&of->lock);
  for (;;) {
    while (!of->closing && (of->number == seen || own.thread >= of->wanted)) pthread_cond_wait(&of->begun, &of->lock);
    if (of->closing) break;
    seen = of->number;
    of->busy++;
    _mm_setcsr(of->mode);
    pthread_mutex_unlock(&of->lock);
    take_parts(of, own.thread);
    pthread_mutex_lock(&of->lock);
    if (--of->busy == 0) pthread_cond_signal(&of->ended);
  }
  pthread_mutex_unlock(&of->lock);
  return NULL;
}

pool *open_pool(void) {
  pool *made = calloc(1, sizeof(pool));
  if (!made) return NULL;
  pthread_mutex_init(&made->lock, NULL);
  pthread_cond_init(&made->begun, NULL);
  pthread_cond_init(&made->ended, NULL);
  return made;
}

int grow_pool(pool *of, int threads) {
  while (of->started + 1 < threads && of->started < MOST_THREADS) {
    seat *own = malloc(sizeof(seat));
    if (!own) break;
    *own = (seat){of, of->started + 1};
    if (pthread_create(&of->threads[of->started], NULL, work, own) != 0) {
      free(own);
      break;
    }
    of->started++;
  }
  return of->started + 1;
}

void run_parts(pool *of, int threads, long parts, part_runner run, void *context) {
  pthread_mutex_lock(&of->lock);
  of->run = run;
  of->context = context;
  of->parts = parts;
  of->next = 0;
  of->wanted = threads;
  of->mode = _mm_getcsr();
  of->number++;
  pthread_cond_broadcast(&of->begun);
  pthread_mutex_unlock(&of->lock);
  take_parts(of, 0);
  pthread_mutex_lock(&of->lock);
  /* Who has not begun by now finds nothing left and sleeps on. */
  of->wanted = 0;
  while (of->busy > 0) pthread_cond_wait(&of->ended, &of->lock);
  pthread_mutex_unlock(&of->lock);
}

void close_pool(pool *of) {
  pthread_mutex_lock(&of->lock);
  of->closing = 1;
  pthread_cond_broadcast(&of->begun);
  pthread_mutex_unlock(&of->lock);
  for (int i = 0; i < of->started; i++) pthread_join(of->threads[i], NULL);
  pthread_cond_destroy(&of->begun);
  pthread_cond_destroy(&of->ended);
  pthread_mutex_destroy(&of->lock);
  free(of);
}
