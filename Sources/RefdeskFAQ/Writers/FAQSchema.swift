/// The JSON Schema (draft 7) of what `RecordWriter` writes: the whole, and each line of JSON Lines.
package enum FAQSchema {
  package static let text = """
    {
      "$schema": "http://json-schema.org/draft-07/schema#",
      "title": "refdesk.faq/1",
      "description": "Questions and answers as `refdesk faq --to json` writes them, or one of them as in `--to jsonl`. Fields are only ever added.",
      "oneOf": [{"$ref": "#/definitions/faq"}, {"$ref": "#/definitions/entry"}],
      "definitions": {
        "faq": {
          "type": "object",
          "required": ["schema", "title", "subject", "language", "order", "topics", "entries"],
          "properties": {
            "schema": {"const": "refdesk.faq/1"},
            "title": {"type": "string"},
            "subject": {"type": "string"},
            "language": {"type": "string", "description": "BCP 47"},
            "order": {"enum": ["topic", "count", "file"]},
            "published": {"$ref": "#/definitions/date"},
            "reviewed": {"$ref": "#/definitions/date", "description": "The newest day on which an answer was reviewed."},
            "questions": {
              "type": "object",
              "description": "How many questions came in, and what became of them; not there where the entries are the rules themselves.",
              "required": ["answered", "asked_back", "declined", "courtesies"],
              "additionalProperties": {"type": "integer", "minimum": 0}
            },
            "topics": {
              "type": "array",
              "description": "In reading order; empty where the order is not by topic.",
              "items": {
                "type": "object",
                "required": ["id", "title"],
                "properties": {"id": {"type": "string"}, "title": {"type": "string"}}
              }
            },
            "entries": {"type": "array", "items": {"$ref": "#/definitions/entry"}}
          }
        },
        "entry": {
          "type": "object",
          "required": [
            "schema", "id", "anchor", "formerly", "question", "topic", "topic_title", "opening", "steps", "partners",
            "targets", "text", "markdown", "html", "sources", "see_also", "reviewed", "stale", "digest"
          ],
          "properties": {
            "schema": {"const": "refdesk.faq-entry/1"},
            "id": {"type": "string", "minLength": 1, "description": "The id of the rule, which never changes."},
            "anchor": {"type": "string", "pattern": "^faq-[A-Za-z0-9._-]+$", "description": "The id on the page."},
            "formerly": {"type": "array", "items": {"type": "string"}, "description": "Ids that the rule had before."},
            "question": {"type": "string"},
            "topic": {"type": "string"},
            "topic_title": {"type": "string"},
            "asked": {
              "type": "object",
              "required": ["count", "variants", "others"],
              "properties": {
                "count": {"type": "integer", "minimum": 1},
                "variants": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "required": ["text", "count", "ids"],
                    "properties": {
                      "text": {"type": "string"},
                      "count": {"type": "integer", "minimum": 1},
                      "ids": {"type": "array", "items": {"type": "string"}}
                    }
                  }
                },
                "others": {"type": "integer", "minimum": 0, "description": "Questions in forms that are not listed."}
              }
            },
            "opening": {"type": "string"},
            "steps": {"type": "array", "items": {"type": "string"}},
            "partners": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["id", "name", "why", "offer", "ask", "find"],
                "additionalProperties": {"type": "string"}
              }
            },
            "targets": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["code", "goal", "title", "why"],
                "properties": {
                  "code": {"type": "string", "pattern": "^[0-9]+[.][0-9a-z]+$"},
                  "goal": {"type": "integer", "minimum": 1},
                  "title": {"type": "string"},
                  "why": {"type": "string"}
                }
              }
            },
            "text": {"type": "string"},
            "markdown": {"type": "string"},
            "html": {"type": "string"},
            "sources": {
              "type": "array",
              "description": "What the answer rests on, the heart of it first.",
              "items": {
                "type": "object",
                "required": ["id", "document", "series", "where", "says", "url"],
                "additionalProperties": {"type": "string"}
              }
            },
            "see_also": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["rule", "title"],
                "properties": {"rule": {"type": "string"}, "title": {"type": "string"}}
              }
            },
            "reviewed": {"anyOf": [{"$ref": "#/definitions/date"}, {"const": ""}]},
            "stale": {"type": "boolean"},
            "digest": {"type": "string", "pattern": "^[0-9a-f]{16}$", "description": "Changes with what the entry says."}
          }
        },
        "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
      }
    }

    """
}
