resource "aws_ecs_task_definition" "web" {
  family                   = "web"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  memory                   = 512

  container_definitions = jsonencode([
    {
      name                   = "web"
      image                  = "nginx:1.27"
      readonlyRootFilesystem = true
      environment            = [{ name = "STAGE", value = "production" }]
    }
  ])
}

resource "aws_ecr_repository" "web" {
  name                 = "web"
  image_tag_mutability = "IMMUTABLE"
}

resource "aws_ecr_lifecycle_policy" "web" {
  repository = aws_ecr_repository.web.name
  policy = <<-EOT
    {"rules": [{"rulePriority": 1, "action": {"type": "expire"}, "selection":
      {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14}}]}
  EOT
}
